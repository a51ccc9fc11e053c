/// Where in a cell's crop the model saw what speaks for one class: Grad-CAM as people look at it.
public struct Explanation: Hashable, Sendable {
  /// The map, or why there is none.
  public enum Heat: Hashable, Sendable {
    /// The greatest heat is 1.
    case shown(HeatGrid)
    /// No place speaks for the class: every field's evidence is 0 or below.
    case nothing
    /// The network gave a number that is none, or an infinite one.
    case notFinite
  }

  /// The class that is explained, which need not be the suggested one.
  public let label: Label
  /// The cell's box.
  public let box: Box
  /// The square that the model was shown, in the picture's pixels; may reach past the picture's edge.
  public let region: Box
  /// Fields across the region, and also down.
  public let side: Int
  /// What each field adds to the class's logit, `side` x `side` numbers row by row; below 0 it speaks against
  /// the class.
  public let evidence: [Float]
  /// The evidence above 0, the greatest as 1.
  public let heat: Heat

  /// An explanation by the evidence of `side` x `side` fields.
  public init(label: Label, box: Box, region: Box, side: Int, evidence: [Float]) {
    precondition(side > 0 && evidence.count == side * side)
    self.label = label
    self.box = box
    self.region = region
    self.side = side
    self.evidence = evidence
    let greatest = evidence.max() ?? 0
    heat =
      if !evidence.allSatisfy(\.isFinite) {
        .notFinite
      } else if greatest <= 0 {
        .nothing
      } else {
        .shown(HeatGrid(side: side, values: evidence.map { max($0, 0) / greatest }))
      }
  }

  /// The map, where there is one.
  public var grid: HeatGrid? {
    if case .shown(let grid) = heat { grid } else { nil }
  }

  /// What speaks against the class as a share of all evidence, 0...1; nil without finite evidence.
  public var shareAgainst: Double? {
    guard heat != .notFinite else { return nil }
    let all = evidence.reduce(0.0) { $0 + Double(abs($1)) }
    return all > 0 ? evidence.reduce(0.0) { $0 + Double(max(-$1, 0)) } / all : nil
  }

  /// The middle of the hottest field, in the picture's pixels; nil without heat.
  public var hottest: (x: Int, y: Int)? {
    guard let grid, let place = grid.values.indices.max(by: { grid.values[$0] < grid.values[$1] })
    else { return nil }
    func middle(_ start: Int, _ length: Int, _ field: Int) -> Int {
      start + Int((Double(length) * (Double(field) + 0.5) / Double(side)).rounded(.down))
    }
    return (
      middle(region.x, region.width, place % side), middle(region.y, region.height, place / side)
    )
  }

  /// Where in the crop the hottest field lies, in words; nil without heat.
  public var hottestPlace: String? {
    guard let grid, let place = grid.values.indices.max(by: { grid.values[$0] < grid.values[$1] })
    else { return nil }
    // The middle is the middle three of seven fields, in which the cell lies.
    func third(_ field: Int, _ names: [String]) -> String {
      names[min(2, (field + 1) * 3 / (side + 2))]
    }
    let words = [
      third(place / side, ["upper", "", "lower"]), third(place % side, ["left", "", "right"]),
    ].filter { !$0.isEmpty }.joined(separator: " ")
    return words.isEmpty ? "in the middle" : "at the \(words)"
  }

  /// The heat of a pixel of the picture, 0...1; nil without heat and outside the region.
  public func heat(x: Int, y: Int) -> Float? {
    guard let grid, region.contains(x: x, y: y) else { return nil }
    return grid.value(x: x, y: y, in: region)
  }

  /// How much of the heat lies on the pixels that `isInside` names, of all those of the region, 0...1; nil
  /// without heat.
  public func shareOfHeat(where isInside: (_ x: Int, _ y: Int) -> Bool) -> Double? {
    grid?.share(over: region, where: isInside)
  }

  /// How much of the heat lies in the cell's box.
  public var shareInBox: Double? { shareOfHeat { box.contains(x: $0, y: $1) } }
}

extension Explanation.Heat {
  /// Why there is no map of the class called `name`, as a sentence's part; nil where there is one.
  public func absence(of name: String) -> String? {
    switch self {
    case .shown: nil
    case .nothing: "nothing in this crop speaks for \(name)"
    case .notFinite: "the network gave no finite numbers for \(name)"
    }
  }
}
