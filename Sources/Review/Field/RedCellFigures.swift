/// What the red cells of a field, or of several, add up to.
///
/// Sizes are taken from cells that lie whole in the picture, shapes from those that touch no other
/// besides: an outline between two cells is a guess.
public struct RedCellFigures: Hashable, Sendable {
  /// All that were found, cut off by the edge or not.
  public let count: Int
  /// Cells a million pixels of the picture.
  public let density: Double
  /// Cells that lie whole in the picture.
  public let whole: Int
  /// Whole cells that touch no other.
  public let single: Int
  /// Share of all cells that touch another, 0...1; nil without a cell.
  public let touchingShare: Double?
  /// Diameters of discs of the same areas, in pixels; nil without a whole cell.
  public let diameter: Spread?
  /// Standard deviation over mean of the areas, in per cent, as the analyser's RDW is of volumes: the two
  /// are alike in kind, not in number. Nil for fewer than two whole cells.
  public let areaSpreadPercent: Double?
  /// Nil, as the next two, without a single cell.
  public let roundness: Spread?
  public let elongation: Spread?
  public let pallor: Spread?
  /// How often each form is met with, of which at least `leastGraded` cells were looked at; none in a field
  /// that does not suit measurement.
  public let forms: [RedCellForm]
  /// Diameters of whole cells in pixels.
  public let diameters: [Double]

  /// Fewer cells than this are not graded: one of them would be more than 3 %.
  public static let leastGraded = 30

  /// The fields that suit measurement.
  public static func suitable(_ fields: some Sequence<FieldSummary>) -> [FieldSummary] {
    fields.filter { $0.quality.suitability == .suitable }
  }

  /// Figures of all fields that suit measurement together.
  public init(of fields: some Sequence<FieldSummary>) {
    let suitable = Self.suitable(fields)
    self.init(
      suitable.flatMap(\.redCells), pixels: suitable.reduce(0) { $0 + $1.pixels },
      isSuitable: true)
  }

  /// Figures of `cells` in a picture of so many pixels, which suits measurement or not.
  public init(_ cells: [RedCell], pixels: Int, isSuitable: Bool) {
    let whole = cells.filter { !$0.isCutOff }
    let single = whole.filter { !$0.isTouching }
    count = cells.count
    density = pixels > 0 ? (Double(cells.count) * 1_000_000 / Double(pixels)).toFourDecimals : 0
    (self.whole, self.single) = (whole.count, single.count)
    touchingShare =
      cells.isEmpty
      ? nil : (Double(cells.count(where: \.isTouching)) / Double(cells.count)).toFourDecimals
    diameters = whole.map(\.diameter)
    diameter = Spread(diameters)
    let areas = Spread(whole.map { Double($0.area) })
    areaSpreadPercent =
      whole.count > 1 ? areas.map { ($0.sd / $0.mean * 1_000).rounded() / 10 } : nil
    roundness = Spread(single.map(\.roundness))
    elongation = Spread(single.map(\.elongation))
    pallor = Spread(single.map(\.pallor))
    forms = isSuitable ? RedCellForm.all(whole: whole, single: single) : []
  }
}
