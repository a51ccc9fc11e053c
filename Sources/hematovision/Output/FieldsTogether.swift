import Evaluation
import Imaging
import Review
import Station

/// What the fields of a slide add up to: single fields have too few cells for shares of forms.
struct FieldsTogether {
  private let scale: Double?
  private var cells: [RedCell] = []
  private var pixels = 0
  private var fields = 0
  private var others: [FieldQuality.Suitability: Int] = [:]
  private var whiteCells = 0
  private var platelets = 0

  /// Nothing yet; `scale` is a pixel's side in micrometres.
  init(scale: Double?) { self.scale = scale }

  mutating func take(_ record: MeasureRecord) {
    guard let quality = record.quality, let width = record.width, let height = record.height else {
      return
    }
    whiteCells += record.whiteCells?.count ?? 0
    guard quality.suitability == .suitable else {
      others[quality.suitability, default: 0] += 1
      return
    }
    fields += 1
    pixels += width * height
    cells += record.redCellMeasures
    platelets += record.platelets?.count ?? 0
  }

  /// For people, at most 80 columns wide.
  var text: String {
    var lines = ["\(fields) fields suit measurement, \(whiteCells) white cells in all fields"]
    for (word, count) in others.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
      lines.append("\(count) \(word.sentence)")
    }
    if !cells.isEmpty {
      let figures = RedCellFigures(cells, pixels: pixels, isSuitable: true)
      lines += FieldSentences(scale: scale).redCells(figures, platelets: platelets).map { $0.text }
    }
    return (lines + [researchUseNotice]).joined(separator: "\n") + "\n"
  }

  /// How the diameters are spread; nil without a whole cell.
  var picture: RGBImage? {
    let diameters = RedCellFigures(cells, pixels: pixels, isSuitable: true).diameters
    return SizePicture.drawn(
      diameters.map { $0 * (scale ?? 1) }, unit: scale == nil ? "pixels" : "micrometres",
      signed: [
        researchUseNotice,
        "\(diameters.count) whole red cells of \(fields) fields that suit measurement; "
          + "\(others.values.reduce(0, +)) do not",
        "\(Application.identity), \(now().utcText)",
      ])
  }
}
