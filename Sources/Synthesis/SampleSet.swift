/// The mix of fields in `samples/`: which cells, stains and sizes, and how each file is written.
public enum SampleSet {
  /// How a field's file is encoded.
  public enum Encoding: Sendable, Equatable {
    case png
    /// Quality 1...100 of libjpeg.
    case jpeg(quality: Int)
  }

  /// One field of the set.
  public struct Sample: Sendable, Equatable {
    /// Neutral name, such as `field-001.jpg`, which does not give the class away.
    public let fileName: String
    public let encoding: Encoding
    public let specification: FieldSpecification
    public let seed: UInt64
  }

  /// The `count` samples that `seed` gives.
  ///
  /// Of each twelve fields nine hold one white cell (each of the four classes at least twice), two
  /// hold several, and the last holds none or two by turns; the stains go round. The order is
  /// shuffled.
  public static func samples(count: Int, seed: UInt64) -> [Sample] {
    precondition(count >= 0, "a number of samples")
    var random = RandomSource(seed: seed)
    var contents = (0..<count).map { whiteCells(place: $0, random: &random) }
    for index in stride(from: count - 1, to: 0, by: -1) {
      contents.swapAt(index, random.integer(0, index))
    }
    return contents.enumerated().map { index, cells in
      sample(index: index, whiteCells: cells, random: &random)
    }
  }

  private static func whiteCells(place: Int, random: inout RandomSource) -> [WhiteCellKind] {
    let core = WhiteCellKind.core
    switch place % 12 {
    case 0..<8: return [core[place % 4]]
    case 8: return [random.chance(0.5) ? .neutrophil : .lymphocyte]
    case 9: return [.neutrophil, core[random.integer(0, 3)]]
    case 10: return [.lymphocyte, .neutrophil, core[random.integer(0, 3)]]
    default: return (place / 12) % 2 == 0 ? [] : [.eosinophil, .monocyte]
    }
  }

  private static func sample(
    index: Int, whiteCells: [WhiteCellKind], random: inout RandomSource
  ) -> Sample {
    let preset = [0, 1, 0, 2, 0, 3, 1, 4][index % 8]
    let style = SmearStyle.presets[preset].varied(&random)
    let many = whiteCells.count > 1
    var field: FieldSpecification
    switch style.name {
    case SmearStyle.giemsaCream.name, SmearStyle.giemsaViolet.name:
      field = FieldSpecification(
        width: many ? 640 : 360, height: many ? 480 : 363,
        pixelsPerMicrometre: random.uniform(10.5, 11.5), whiteCells: whiteCells,
        redCellCoverage: random.uniform(0.38, 0.58), redCellOverlap: random.uniform(0.15, 0.4),
        platelets: random.integer(0, 4), style: style)
    case SmearStyle.dullVignette.name:
      field = FieldSpecification(
        width: 800, height: 600, pixelsPerMicrometre: random.uniform(7.5, 9),
        whiteCells: whiteCells, redCellCoverage: random.uniform(0.3, 0.42),
        redCellOverlap: random.uniform(0.1, 0.3), platelets: random.integer(3, 9),
        specks: random.integer(2, 8), style: style)
    default:
      field = FieldSpecification(
        width: 640, height: 480, pixelsPerMicrometre: random.uniform(12, 13.5),
        whiteCells: whiteCells, redCellCoverage: random.uniform(0.42, 0.7),
        redCellOverlap: random.uniform(0.25, 0.6), platelets: random.integer(0, 5),
        specks: random.integer(3, 12), style: style)
    }
    field.focusBlurInPixels = random.chance(0.25) ? random.uniform(0.6, 1.3) : 0
    // PNG for the small fields only: noise does not compress.
    let png = field.width <= 400 && random.chance(0.7)
    let number = String(index + 1)
    let padded = String(repeating: "0", count: max(0, 3 - number.count)) + number
    return Sample(
      fileName: "field-\(padded).\(png ? "png" : "jpg")",
      encoding: png ? .png : .jpeg(quality: random.integer(82, 92)), specification: field,
      seed: random.next())
  }
}
