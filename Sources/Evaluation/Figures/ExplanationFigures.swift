/// How far explanations of some cells can be believed.
public struct ExplanationFigures: Sendable, Encodable {
  /// One map's figures.
  public struct Map: Sendable, Encodable {
    public let map: HeatKind
    /// Mean area under the curve of deletion: less is better, the class is gone sooner.
    public let deletion: MeanInterval
    /// Mean area under the curve of insertion: more is better.
    public let insertion: MeanInterval
    /// Grad-CAM's area less this map's, cell by cell; nil for Grad-CAM itself.
    public let deletionDifference: MeanInterval?
    public let insertionDifference: MeanInterval?
    /// Mean probability at each of the shares.
    public let deletionCurve: [Double]
    public let insertionCurve: [Double]
  }

  /// Heat inside of a mask.
  public struct Inside: Sendable, Encodable {
    public let area: MeanInterval
    public let gradCAM: MeanInterval
    public let centre: MeanInterval
    public let box: MeanInterval
    /// Grad-CAM's share less each of the others, cell by cell.
    public let overArea: MeanInterval
    public let overCentre: MeanInterval
    public let overBox: MeanInterval
    /// Cells whose heat lies more on the mask than heat without aim would.
    public let aboveArea: Share
  }

  /// The source; nil for all together.
  public let source: String?
  public let images: Int
  public let tested: Int
  public let withoutCell: Int
  public let unreadable: Int
  /// Cells without heat, by the reason.
  public let withoutHeat: Int
  /// Groups among the tested; nil when that is not known.
  public let groups: Int?
  /// Shares of the crop's area that are changed at each point of a curve.
  public let shares: [Double]
  /// Empty without tested cells.
  public let maps: [Map]
  /// Nil without masks.
  public let cell: Inside?
  public let nucleus: Inside?

  /// The figures of `all`, whose curves have a point at each of `shares`.
  public init(source: String?, _ all: [TestedExplanation], shares: [Double]) {
    self.source = source
    self.shares = shares
    images = all.count
    var (noCell, unreadable, noHeat) = (0, 0, 0)
    var curves: [(curves: [HeatKind: TestedExplanation.Curves], group: String)] = []
    var (cells, nuclei): ([Masked], [Masked]) = ([], [])
    for each in all {
      switch each.outcome {
      case .noCell: noCell += 1
      case .unreadable: unreadable += 1
      case .noHeat: noHeat += 1
      case .tested(let own, let cell, let nucleus):
        curves.append((own, each.image.group))
        if let cell { cells.append((cell, each.image.group)) }
        if let nucleus { nuclei.append((nucleus, each.image.group)) }
      }
    }
    (withoutCell, self.unreadable, withoutHeat, tested) = (noCell, unreadable, noHeat, curves.count)
    let names = Set(curves.map(\.group))
    groups = names.isEmpty || names.contains("") ? nil : names.count
    maps = HeatKind.allCases.compactMap { Self.map($0, curves, shares) }
    (self.cell, nucleus) = (Self.inside(cells), Self.inside(nuclei))
  }

  private typealias Masked = (inside: TestedExplanation.Inside, group: String)

  /// The area under a curve by trapezes, as a mean probability 0...1.
  static func area(_ curve: [Double], _ shares: [Double]) -> Double {
    var area = 0.0
    for place in shares.indices.dropFirst() {
      area += (shares[place] - shares[place - 1]) * (curve[place] + curve[place - 1]) / 2
    }
    return area
  }

  private static func map(
    _ kind: HeatKind, _ all: [(curves: [HeatKind: TestedExplanation.Curves], group: String)],
    _ shares: [Double]
  ) -> Map? {
    let own = all.compactMap { each in
      each.curves[kind].flatMap { curves in
        each.curves[.gradCAM].map { (curves: curves, first: $0, group: each.group) }
      }
    }
    func mean(_ curve: (TestedExplanation.Curves) -> [Double]) -> MeanInterval? {
      MeanInterval(own.map { (area(curve($0.curves), shares), $0.group) })
    }
    func difference(_ curve: (TestedExplanation.Curves) -> [Double]) -> MeanInterval? {
      guard kind != .gradCAM else { return nil }
      return MeanInterval(
        own.map { (area(curve($0.first), shares) - area(curve($0.curves), shares), $0.group) })
    }
    func means(_ curve: (TestedExplanation.Curves) -> [Double]) -> [Double] {
      shares.indices.map { place in
        own.reduce(0) { $0 + curve($1.curves)[place] } / Double(own.count)
      }
    }
    guard let deletion = mean(\.deletion), let insertion = mean(\.insertion) else { return nil }
    return Map(
      map: kind, deletion: deletion, insertion: insertion,
      deletionDifference: difference(\.deletion), insertionDifference: difference(\.insertion),
      deletionCurve: means(\.deletion), insertionCurve: means(\.insertion))
  }

  private static func inside(_ all: [Masked]) -> Inside? {
    func mean(_ value: (TestedExplanation.Inside) -> Double) -> MeanInterval? {
      MeanInterval(all.map { (value($0.inside), $0.group) })
    }
    guard let area = mean(\.area), let gradCAM = mean(\.gradCAM), let centre = mean(\.centre),
      let box = mean(\.box), let overArea = mean({ $0.gradCAM - $0.area }),
      let overCentre = mean({ $0.gradCAM - $0.centre }),
      let overBox = mean({ $0.gradCAM - $0.box })
    else { return nil }
    return Inside(
      area: area, gradCAM: gradCAM, centre: centre, box: box, overArea: overArea,
      overCentre: overCentre, overBox: overBox,
      aboveArea: Share(all.count { $0.inside.gradCAM > $0.inside.area }, of: all.count))
  }
}
