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
        let roughness = Self.roughness(looks[first], looks[second])
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

  /// A pattern of two very different colours, most of all of two hues, disturbs more than one
  /// colour that is a little off. Factors were found by eye, on stained fields.
  private static func roughness(_ one: Oklab, _ other: Oklab) -> Float {
    let dl = one.lightness - other.lightness
    let da = one.a - other.a
    let db = one.b - other.b
    return 0.06 * (dl * dl + 4 * (da * da + db * db))
  }

  private func nearest(to slot: Int) -> Int {
    func middle(_ fiveBits: Int) -> UInt8 { UInt8(fiveBits << 3 | 4) }
    var colour = Oklab(RGB(middle(slot >> 10), middle(slot >> 5 & 31), middle(slot & 31)))
    // Stained fields are pale beside these colours. Left as they are, all but nuclei would be grey,
    // and the empty ground, which should be white, a pattern.
    let chroma = (colour.a * colour.a + colour.b * colour.b).squareRoot()
    let gain = max(0, chroma - Self.faintChroma) / max(chroma, 1e-6) * Self.saturation
    colour.a *= gain
    colour.b *= gain
    colour.lightness *= Self.brightening
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

  private static let faintChroma: Float = 0.02
  private static let saturation: Float = 2.6
  private static let brightening: Float = 1.08

  /// Bayer's 4 by 4 matrix of thresholds, 0...15.
  private static let pattern: [UInt8] = [
    0, 8, 2, 10,
    12, 4, 14, 6,
    3, 11, 1, 9,
    15, 7, 13, 5,
  ]
}
