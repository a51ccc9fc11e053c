/// What is measured of fields, in words, for the station and for the command line.
public struct FieldSentences: Sendable {
  /// A line with whether it is one to be wary of.
  public struct Line: Hashable, Sendable {
    public let text: String
    public let isWarning: Bool
  }

  private let scale: Double?

  /// Sentences in micrometres where `scale`, a pixel's side, is known; else in pixels.
  public init(scale: Double?) { self.scale = scale }

  /// Whether a field suits measurement, and by what that was told.
  public func quality(_ quality: FieldQuality) -> [Line] {
    [
      Line(
        text: "field: \(quality.suitability.sentence)",
        isWarning: quality.suitability != .suitable),
      Line(
        text: "focus \(quality.focus.hundredths), stain \(quality.stain.hundredths), "
          + "\((quality.coverage * 100).tenths) % covered by cells", isWarning: false),
    ]
  }

  /// Nucleus and cytoplasm of one white cell.
  public func whiteCell(_ measures: CellMeasures) -> String {
    guard measures.nucleusArea > 0 else { return Self.brief(measures) }
    return "\(Self.brief(measures)), nucleus \(area(measures.nucleusArea)), cell "
      + "\(area(measures.nucleusArea + measures.cytoplasmArea)), round "
      + "\(measures.nucleusRoundness.hundredths) and \(measures.cellRoundness.hundredths)"
      + (measures.isCutOff ? ", cut off" : "") + (measures.isTouching ? ", touching" : "")
  }

  /// The two measures that classes differ by most, as `N:C 0.52, 3 lobes`.
  public static func brief(_ measures: CellMeasures) -> String {
    guard measures.nucleusArea > 0 else { return "no nucleus told apart" }
    let ratio = measures.nucleusToCytoplasm.map { "N:C \($0.hundredths)" } ?? "no cytoplasm"
    return "\(ratio), \(measures.lobeCount) lobe\(measures.lobeCount == 1 ? "" : "s")"
  }

  /// An area in square micrometres where the scale is known, else in pixels.
  public func area(_ pixels: Int) -> String {
    guard let scale else { return "\(pixels) px" }
    return "\((Double(pixels) * scale * scale).tenths) µm²"
  }

  /// The red cells and platelets of a field or of several.
  public func redCells(_ figures: RedCellFigures, platelets: Int) -> [Line] {
    var lines = [
      "red cells \(figures.count) (\(density(figures))), \(figures.whole) whole, "
        + "\(figures.single) of them single; platelets \(platelets)"
    ]
    if let share = figures.touchingShare {
      lines.append("touching another cell \((share * 100).tenths) %")
    }
    if let diameter = figures.diameter {
      let shown = scale.map { diameter.scaled(by: $0) } ?? diameter
      let unit = scale == nil ? "px" : "µm"
      lines.append(
        "diameter \(shown.median.tenths) \(unit) (median; 5 to 95 %: \(shown.p5.tenths) to "
          + "\(shown.p95.tenths)), SD \(shown.sd.hundredths)")
    }
    if let spread = figures.areaSpreadPercent {
      lines.append("spread of areas \(spread.tenths) % (as RDW is of volumes)")
    }
    if let roundness = figures.roundness, let elongation = figures.elongation,
      let pallor = figures.pallor
    {
      lines.append(
        "roundness \(roundness.median.hundredths), elongation \(elongation.median.hundredths), "
          + "central pallor \(pallor.median.hundredths) (medians of single cells)")
    }
    return lines.map { Line(text: $0, isWarning: false) } + forms(figures)
  }

  private func forms(_ figures: RedCellFigures) -> [Line] {
    var lines = figures.forms.map {
      Line(
        text: "\($0.name.rawValue) \($0.grade.rawValue): \($0.cells) of \($0.of) "
          + "(\($0.percent.tenths) %)", isWarning: $0.grade != .few)
    }
    let missing = RedCellForm.Name.allCases.filter { name in
      !figures.forms.contains { $0.name == name }
    }
    if !missing.isEmpty {
      lines.append(
        Line(
          text: "not graded: \(missing.map(\.rawValue).joined(separator: ", ")) (fewer than "
            + "\(RedCellFigures.leastGraded) such cells, or the field does not suit)",
          isWarning: false))
    }
    return lines
  }

  private func density(_ figures: RedCellFigures) -> String {
    guard let scale else { return "\(figures.density.tenths) a megapixel" }
    return "\((figures.density / (scale * scale)).tenths) a mm²"
  }
}
