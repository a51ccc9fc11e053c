/// A form of red cells by its name in the ICSH's recommendations on blood cell morphology (Palmer and others,
/// International Journal of Laboratory Hematology 37, 2015), with how often it is met with.
///
/// A count of forms, not a diagnosis.
public struct RedCellForm: Hashable, Sendable {
  /// The recommendations' three grades.
  public enum Grade: String, Sendable, Codable {
    /// Few, 1+: less than moderate.
    case few = "1+"
    /// Moderate.
    case moderate = "2+"
    /// Many.
    case many = "3+"
  }

  public enum Name: String, CaseIterable, Sendable, Codable {
    /// Cells of unequal size: diameters that differ from the field's median by a fifth and more. The
    /// recommendations give no limit; this one is ours.
    case anisocytosis
    /// Oval cells: longer than wide by `ovalElongation`, by less than twice.
    case ovalocytes
    /// Long cells: at least twice as long as wide.
    case elliptocytes
  }

  public let name: Name
  /// Cells of this form.
  public let cells: Int
  /// Cells looked at.
  public let of: Int
  public let grade: Grade

  /// Cells of this form among those looked at, in per cent with one decimal.
  public var percent: Double { (Double(cells) / Double(of) * 1_000).rounded() / 10 }

  static let unequalDiameter = 0.2
  static let ovalElongation = 1.4
  static let longElongation = 2.0

  init(_ name: Name, cells: Int, of all: Int) {
    self.name = name
    self.cells = cells
    of = all
    // Moderate begins at 11 % for anisocytosis and at 5 % for forms; many is above 20 % for both.
    let percent = Double(cells) / Double(all) * 100
    let moderate: Double = name == .anisocytosis ? 11 : 5
    grade = percent > 20 ? .many : percent >= moderate ? .moderate : .few
  }

  /// The forms of which enough cells were looked at: sizes over whole cells, shapes over single ones.
  static func all(whole: [RedCell], single: [RedCell]) -> [RedCellForm] {
    var forms: [RedCellForm] = []
    if whole.count >= RedCellFigures.leastGraded,
      let median = Spread(whole.map(\.diameter))?.median
    {
      let unequal = whole.count { abs($0.diameter - median) >= unequalDiameter * median }
      forms.append(RedCellForm(.anisocytosis, cells: unequal, of: whole.count))
    }
    guard single.count >= RedCellFigures.leastGraded else { return forms }
    let oval = single.count { (ovalElongation..<longElongation).contains($0.elongation) }
    let long = single.count { $0.elongation >= longElongation }
    return forms + [
      RedCellForm(.ovalocytes, cells: oval, of: single.count),
      RedCellForm(.elliptocytes, cells: long, of: single.count),
    ]
  }
}
