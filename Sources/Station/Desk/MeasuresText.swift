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
    let brief = FieldSentences.brief(measures)
    guard measures.nucleusArea > 0 else { return [brief] }
    let sentences = FieldSentences(scale: session.pictures.micrometresPerPixel)
    var lines = [
      brief, "nucleus \(sentences.area(measures.nucleusArea))",
      "cell \(sentences.area(measures.nucleusArea + measures.cytoplasmArea))",
      "round \(measures.nucleusRoundness.hundredths), cell \(measures.cellRoundness.hundredths)",
    ]
    if measures.cytoplasmArea > 0 {
      lines.append("granularity \(measures.granularity.thousandths)")
    }
    if measures.isCutOff { lines.append("cut off by the edge") }
    if measures.isTouching { lines.append("touches another cell") }
    return lines
  }

  /// The most telling two of them, where there is no column.
  var measuresBrief: String? { shownMeasures.map { FieldSentences.brief($0) } }
}
