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

  /// The values in the order of `names`; `micrometresPerPixel` is a pixel's side.
  static func values(of measures: CellMeasures?, _ micrometresPerPixel: Double?) -> [ExportValue] {
    guard let measures else { return names.map { _ in .none } }
    func area(_ pixels: Int) -> ExportValue {
      .init(micrometresPerPixel.map { rounded(Double(pixels) * $0 * $0) })
    }
    return [
      .init(measures.nucleusArea), .init(measures.cytoplasmArea), area(measures.nucleusArea),
      area(measures.cytoplasmArea), .init(measures.nucleusToCytoplasm.map(rounded)),
      .init(measures.lobeCount), .real(measures.nucleusRoundness), .real(measures.cellRoundness),
      .real(measures.granularity),
    ] + channels(measures.nucleusColour) + channels(measures.cytoplasmColour)
      + [.boolean(measures.isCutOff), .boolean(measures.isTouching)]
  }

  private static func channels(_ colour: MeanColour?) -> [ExportValue] {
    [colour?.red, colour?.green, colour?.blue].map { .init($0.map(Int.init)) }
  }

  private static func rounded(_ value: Double) -> Double { (value * 10_000).rounded() / 10_000 }
}
