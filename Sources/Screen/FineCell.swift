/// A cell of a picture in quadrants or sextants: its character, and the colours of ink and ground.
public struct FineCell: Hashable, Sendable {
  public var character: String
  public var ink: RGB
  public var ground: RGB

  /// A cell with everything said.
  public init(character: String, ink: RGB, ground: RGB) {
    self.character = character
    self.ink = ink
    self.ground = ground
  }
}

extension FineCell {
  /// The cells that show samples best: in each, pixels are parted into ink and ground so that the
  /// squared error of drawing each part in its mean colour is least.
  ///
  /// - Parameters:
  ///   - rgb: sRGB, three bytes a pixel, `columns * across` by `rows * down` of them.
  ///   - symbols: Quadrants or sextants; half blocks need no parting.
  public static func fitted(
    rgb: [UInt8], columns: Int, rows: Int, symbols: CellSymbols
  ) -> [FineCell] {
    let (across, down) = symbols.pixels
    precondition(rgb.count == columns * across * rows * down * 3, "three bytes a pixel")
    let partings = Parting.all(of: across * down)
    let characters = partings.map { symbols.character(inked: $0.inked) }
    var cells: [FineCell] = []
    cells.reserveCapacity(columns * rows)
    var pixels = [SIMD4<Float>](repeating: .zero, count: across * down)
    for row in 0..<rows {
      for column in 0..<columns {
        var total = SIMD4<Float>()
        for place in pixels.indices {
          let y = row * down + place / across
          let x = column * across + place % across
          let index = (y * columns * across + x) * 3
          pixels[place] = SIMD4(
            Float(rgb[index]), Float(rgb[index + 1]), Float(rgb[index + 2]), 0)
          total += pixels[place]
        }
        cells.append(fitted(pixels, total, partings, characters))
      }
    }
    return cells
  }

  private static func fitted(
    _ pixels: [SIMD4<Float>], _ total: SIMD4<Float>, _ partings: [Parting], _ characters: [String]
  ) -> FineCell {
    // What drawing everything in one mean leaves unsaid is the same for all: the more the parts'
    // means say, the less error is left.
    var most = -Float.infinity
    var answer = 0
    var inkSum = SIMD4<Float>()
    for (number, parting) in partings.enumerated() {
      var sum = SIMD4<Float>()
      for place in pixels.indices where parting.inked >> UInt8(place) & 1 == 1 {
        sum += pixels[place]
      }
      let rest = total - sum
      let said =
        (sum * sum).sum() / Float(parting.inkCount)
        + (rest * rest).sum() / Float(pixels.count - parting.inkCount)
      // A pattern must gain something: a flat cell is not dithered by rounding.
      if said > most + 0.5 {
        (most, answer, inkSum) = (said, number, sum)
      }
    }
    let inkCount = Float(partings[answer].inkCount)
    return FineCell(
      character: characters[answer], ink: RGB(mean: inkSum / inkCount),
      ground: RGB(mean: (total - inkSum) / (Float(pixels.count) - inkCount)))
  }

  /// A way to part a cell's pixels: bit 0 is the upper left, then along the rows.
  private struct Parting {
    var inked: UInt8
    var inkCount: Int

    /// Every parting once: the first pixel is always ground, as ink and ground may change places.
    static func all(of count: Int) -> [Parting] {
      (1..<(1 << (count - 1))).map {
        Parting(inked: UInt8($0 << 1), inkCount: $0.nonzeroBitCount)
      }
    }
  }
}

extension CellSymbols {
  /// The character whose ink covers these pixels; bit 0 is the upper left, then along the rows.
  func character(inked: UInt8) -> String {
    switch self {
    case .half: ["\u{20}", "\u{2580}", "\u{2584}", "\u{2588}"][Int(inked & 3)]
    case .quadrant: Self.quadrants[Int(inked & 15)]
    case .sextant: Self.sextant(inked & 63)
    }
  }

  private static let quadrants = [
    " ", "\u{2598}", "\u{259D}", "\u{2580}", "\u{2596}", "\u{258C}", "\u{259E}", "\u{259B}",
    "\u{2597}", "\u{259A}", "\u{2590}", "\u{259C}", "\u{2584}", "\u{2599}", "\u{259F}", "\u{2588}",
  ]

  /// The block of sextants leaves out the four that were in Unicode before.
  private static func sextant(_ inked: UInt8) -> String {
    switch inked {
    case 0: return " "
    case 0b010101: return "\u{258C}"
    case 0b101010: return "\u{2590}"
    case 0b111111: return "\u{2588}"
    default:
      let skipped: UInt32 = (inked > 0b010101 ? 1 : 0) + (inked > 0b101010 ? 1 : 0)
      return Unicode.Scalar(0x1FB00 + UInt32(inked) - 1 - skipped).map { String(Character($0)) }
        ?? " "
    }
  }
}

extension RGB {
  fileprivate init(mean: SIMD4<Float>) {
    func code(_ value: Float) -> UInt8 { UInt8(min(max(value + 0.5, 0), 255)) }
    self.init(code(mean.x), code(mean.y), code(mean.z))
  }
}
