/// The colours that terminals know by number.
enum TerminalPalette {
  /// The 16 basic colours as xterm shows them; other terminals differ, which nobody can ask.
  static let basic: [RGB] = [
    0x000000, 0xCD0000, 0x00CD00, 0xCDCD00, 0x0000EE, 0xCD00CD, 0x00CDCD, 0xE5E5E5,
    0x7F7F7F, 0xFF0000, 0x00FF00, 0xFFFF00, 0x5C5CFF, 0xFF00FF, 0x00FFFF, 0xFFFFFF,
  ].map(RGB.init(hex:))

  /// All 256 colours: the basic ones, the cube of six levels, 24 greys.
  static let extended: [RGB] = {
    let levels: [UInt8] = [0, 95, 135, 175, 215, 255]
    let cube = levels.flatMap { red in
      levels.flatMap { green in levels.map { blue in RGB(red, green, blue) } }
    }
    let greys = (0..<24).map { (step: UInt8) in
      RGB(8 + 10 * step, 8 + 10 * step, 8 + 10 * step)
    }
    return basic + cube + greys
  }()
}

/// Finds the palette colour that looks most like a given one (least distance in Oklab).
public struct NearestColour: Sendable {
  /// Candidates in the order of lightness.
  private let lightness: [Float]
  private let candidates: [(colour: Oklab, index: UInt8)]
  /// Answers for colours met before, found by a hash of the colour: the colour plus 1 in the upper
  /// 24 bits and its answer in the lower 8.
  private var cache: [UInt64]
  private static let cacheBits: UInt32 = 14

  /// The nearest of colours 16...255: the basic 16 look different on every terminal.
  public static var of256: NearestColour { NearestColour(indices: 16..<256) }
  /// The nearest of the basic 16 colours.
  public static var of16: NearestColour { NearestColour(indices: 0..<16) }
  /// The nearest of the first 8 colours.
  public static var of8: NearestColour { NearestColour(indices: 0..<8) }

  private init(indices: Range<Int>) {
    candidates = indices.map { (Oklab(TerminalPalette.extended[$0]), UInt8($0)) }
      .sorted { ($0.colour.lightness, $0.index) < ($1.colour.lightness, $1.index) }
    lightness = candidates.map(\.colour.lightness)
    cache = Array(repeating: 0, count: 1 << Int(Self.cacheBits))
  }

  /// Number of the nearest colour; of equally near ones the lower number.
  public mutating func index(of colour: RGB) -> UInt8 {
    let key = UInt32(colour.red) << 16 | UInt32(colour.green) << 8 | UInt32(colour.blue)
    let slot = Int((key &* 0x9E37_79B1) >> (32 - Self.cacheBits))
    let entry = cache[slot]
    if entry >> 8 == UInt64(key) + 1 { return UInt8(truncatingIfNeeded: entry) }
    let answer = search(Oklab(colour))
    cache[slot] = (UInt64(key) + 1) << 8 | UInt64(answer)
    return answer
  }

  /// The nearest colour itself, as xterm shows it.
  public mutating func colour(of colour: RGB) -> RGB {
    TerminalPalette.extended[Int(index(of: colour))]
  }

  /// Looks from the colour's own lightness outward and stops where lightness alone is too far.
  private func search(_ colour: Oklab) -> UInt8 {
    var above = lightness.partitioningIndex { $0 >= colour.lightness }
    var below = above - 1
    var best = Float.infinity
    var answer = UInt8.max
    func consider(_ candidate: (colour: Oklab, index: UInt8)) {
      let distance = candidate.colour.squaredDistance(to: colour)
      if distance < best || (distance == best && candidate.index < answer) {
        best = distance
        answer = candidate.index
      }
    }
    while true {
      let up = above < candidates.count ? lightness[above] - colour.lightness : .infinity
      let down = below >= 0 ? colour.lightness - lightness[below] : .infinity
      let step = min(up, down)
      if step * step > best || step == .infinity { return answer }
      if up <= down {
        consider(candidates[above])
        above += 1
      } else {
        consider(candidates[below])
        below -= 1
      }
    }
  }
}

extension Array where Element == Float {
  /// The first place of a sorted array where `predicate` holds.
  fileprivate func partitioningIndex(where predicate: (Float) -> Bool) -> Int {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if predicate(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
