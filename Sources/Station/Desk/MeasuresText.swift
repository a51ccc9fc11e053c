import Review

extension State {
  /// What is measured of the selected cell, as long as nothing about it is withheld: the count of lobes
  /// alone gives many a class away.
  var shownMeasures: CellMeasures? {
    guard second == nil, settled == nil, let cell, hiddenReason(of: cell) == nil else { return nil }
    return cell.measures
  }

  /// The measures of the selected cell, for a column of its own.
  var measureLines: [String] {
    guard let measures = shownMeasures else { return [] }
    guard let brief = measuresBrief else { return ["no nucleus told apart"] }
    var lines = [
      brief, "nucleus \(area(measures.nucleusArea))",
      "cell \(area(measures.nucleusArea + measures.cytoplasmArea))",
      "round \(measures.nucleusRoundness.hundredths), cell \(measures.cellRoundness.hundredths)",
    ]
    if measures.cytoplasmArea > 0 {
      lines.append("granularity \(measures.granularity.thousandths)")
    }
    if measures.isCutOff { lines.append("cut off by the edge") }
    if measures.isTouching { lines.append("touches another cell") }
    return lines
  }

  /// The two measures that classes differ by most, as `N:C 0.52, 3 lobes`; nil where there are none.
  var measuresBrief: String? {
    guard let measures = shownMeasures, measures.nucleusArea > 0 else { return nil }
    let lobes = measures.lobeCount == 1 ? "1 lobe" : "\(measures.lobeCount) lobes"
    guard let ratio = measures.nucleusToCytoplasm else { return "no cytoplasm, \(lobes)" }
    return "N:C \(ratio.hundredths), \(lobes)"
  }

  /// In square micrometres where the scale is known, else in pixels.
  private func area(_ pixels: Int) -> String {
    guard let side = session.pictures.micrometresPerPixel else { return "\(pixels) px" }
    return "\((Double(pixels) * side * side).tenths) µm²"
  }
}
