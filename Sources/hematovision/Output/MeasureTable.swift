import Review

/// Measures as CSV: a row an image.
enum MeasureTable {
  private static let spread = ["mean", "sd", "p5", "median", "p95"]

  /// The names of the columns.
  static let header: [String] =
    [
      "path", "sha256", "width", "height", "status", "error", "micrometres_per_pixel",
      "white_cells", "red_cells", "red_cells_per_megapixel", "red_cells_per_mm2",
      "red_cells_whole", "red_cells_single", "red_cells_touching_share",
    ] + spread.map { "diameter_px_\($0)" } + spread.map { "diameter_um_\($0)" }
    + ["area_spread_percent", "roundness_median", "elongation_median", "pallor_median"]
    + RedCellForm.Name.allCases.flatMap { ["\($0.rawValue)_percent", "\($0.rawValue)_grade"] }
    + [
      "platelets", "suitability", "focus", "stain", "coverage", "milliseconds", "app_version",
      "ruo_notice",
    ]

  /// The row of an image; what could not be measured is empty.
  static func row(_ record: MeasureRecord) -> [String] {
    func text(_ value: (some Any)?) -> String { value.map { "\($0)" } ?? "" }
    func numbers(_ spread: Spread?) -> [String] {
      [spread?.mean, spread?.sd, spread?.p5, spread?.median, spread?.p95].map { text($0) }
    }
    let red = record.redCells
    var row = [
      record.path, text(record.sha256), text(record.width), text(record.height), record.status,
      text(record.error), text(record.micrometresPerPixel), text(record.whiteCells?.count),
      text(red?.count), text(red?.density), text(red?.densityPerMm2), text(red?.whole),
      text(red?.single), text(red?.touchingShare),
    ]
    row += numbers(red?.diameterPx) + numbers(red?.diameterUm)
    row += [
      text(red?.areaSpreadPercent), text(red?.roundness?.median), text(red?.elongation?.median),
      text(red?.pallor?.median),
    ]
    for name in RedCellForm.Name.allCases {
      let form = red?.forms.first { $0.name == name }
      row += [text(form?.percent), text(form?.grade.rawValue)]
    }
    return row + [
      text(record.platelets?.count), text(record.quality?.suitability.rawValue),
      text(record.quality?.focus), text(record.quality?.stain), text(record.quality?.coverage),
      text(record.milliseconds), record.appVersion, record.notice,
    ]
  }
}
