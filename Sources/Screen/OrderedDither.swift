/// Pictures in a handful of colours: each pixel is drawn as one of two basic colours whose mixture
/// looks most like it, by an ordered pattern that does not crawl when little changes.
struct OrderedDither: Sendable {
  private struct Mixture {
    var first: UInt8
    var second: UInt8
    /// Eighths of the second colour.
    var eighths: UInt8
    var colour: Oklab
    /// How much the pattern itself shows, as a distance squared.
    var roughness: Float
  }

  private let mixtures: [Mixture]
  /// Answers by colour, five bits a component; 0 is not known yet, else the mixture's number + 1.
  private var known = [UInt16](repeating: 0, count: 1 << 15)

  /// Dithering to the first `count` basic colours, 8 or 16.
  init(count: Int) {
    let lights = TerminalPalette.basic.prefix(count).map(LinearLight.init)
    let looks = lights.map(Oklab.init)
    var mixtures: [Mixture] = []
    for first in 0..<count {
      mixtures.append(
        Mixture(
          first: UInt8(first), second: UInt8(first), eighths: 0, colour: looks[first],
          roughness: 0))
      for second in first + 1..<max(count, first + 1) {
        // A pattern of two very different colours disturbs more than a colour a little off.
        let roughness = 0.02 * looks[first].squaredDistance(to: looks[second])
        for eighths in 1..<8 {
          let light = lights[first].mixed(with: lights[second], share: Float(eighths) / 8)
          mixtures.append(
            Mixture(
              first: UInt8(first), second: UInt8(second), eighths: UInt8(eighths),
              colour: Oklab(light), roughness: roughness))
        }
      }
    }
    self.mixtures = mixtures
  }

  /// Number of the basic colour for a pixel at (`x`, `y`) of the screen's half cells.
  mutating func index(of colour: RGB, x: Int, y: Int) -> UInt8 {
    let slot = Int(colour.red >> 3) << 10 | Int(colour.green >> 3) << 5 | Int(colour.blue >> 3)
    if known[slot] == 0 { known[slot] = UInt16(nearest(to: slot)) + 1 }
    let mixture = mixtures[Int(known[slot]) - 1]
    let threshold = Self.pattern[(y & 3) * 4 + (x & 3)]
    return mixture.eighths * 2 > threshold ? mixture.second : mixture.first
  }

  private func nearest(to slot: Int) -> Int {
    func middle(_ fiveBits: Int) -> UInt8 { UInt8(fiveBits << 3 | 4) }
    let colour = Oklab(RGB(middle(slot >> 10), middle(slot >> 5 & 31), middle(slot & 31)))
    var best = Float.infinity
    var answer = 0
    for (number, mixture) in mixtures.enumerated() {
      let distance = mixture.colour.squaredDistance(to: colour) + mixture.roughness
      if distance < best {
        best = distance
        answer = number
      }
    }
    return answer
  }

  /// Bayer's 4 by 4 matrix of thresholds, 0...15.
  private static let pattern: [UInt8] = [
    0, 8, 2, 10,
    12, 4, 14, 6,
    3, 11, 1, 9,
    15, 7, 13, 5,
  ]
}
