import Review

/// The columns of the table of cells that hold what was measured of a cell when it was answered; all
/// empty where nobody measured.
enum MeasuresColumns {
  /// Areas in pixels, in square micrometres where the scale is known, channels of mean colours 0...255.
  static let names = [
    "nucleus_area_px", "cytoplasm_area_px", "nucleus_area_um2", "cytoplasm_area_um2", "nc_ratio",
    "nucleus_lobes", "nucleus_roundness", "cell_roundness", "granularity", "nucleus_red",
    "nucleus_green", "nucleus_blue", "cytoplasm_red", "cytoplasm_green", "cytoplasm_blue",
    "cell_cut_off", "cell_touching",
  ]

  /// Adds the values in the order of `names`; `micrometresPerPixel` is a pixel's side.
  static func add(
    _ measures: CellMeasures?, _ micrometresPerPixel: Double?, to lines: inout TableLines
  ) {
    guard let measures else {
      for _ in names { lines.add(.none) }
      return
    }
    func area(_ pixels: Int) -> ExportValue {
      .init(micrometresPerPixel.map { (Double(pixels) * $0 * $0).toFourDecimals })
    }
    lines.add(.init(measures.nucleusArea))
    lines.add(.init(measures.cytoplasmArea))
    lines.add(area(measures.nucleusArea))
    lines.add(area(measures.cytoplasmArea))
    lines.add(.init(measures.nucleusToCytoplasm?.toFourDecimals))
    lines.add(.init(measures.lobeCount))
    lines.add(.real(measures.nucleusRoundness))
    lines.add(.real(measures.cellRoundness))
    lines.add(.real(measures.granularity))
    add(measures.nucleusColour, to: &lines)
    add(measures.cytoplasmColour, to: &lines)
    lines.add(.boolean(measures.isCutOff))
    lines.add(.boolean(measures.isTouching))
  }

  private static func add(_ colour: MeanColour?, to lines: inout TableLines) {
    lines.add(.init(colour.map { Int($0.red) }))
    lines.add(.init(colour.map { Int($0.green) }))
    lines.add(.init(colour.map { Int($0.blue) }))
  }
}
