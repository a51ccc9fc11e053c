/// Something wrong with the cells of a training, found before it begins. Places are those of labels and cells.
public enum DataFinding: Hashable, Sendable {
  /// All cells are of one class.
  case oneClass(label: Int, cells: Int)
  /// A class has too few cells for one to be trained on, one to choose by and one to test on.
  case tooFew(label: Int, cells: Int)
  /// A class has fewer cells than a figure of it can be believed with.
  case few(label: Int, cells: Int)
  /// All cells are of one group: nothing could be tested on what was not trained on.
  case oneGroup(cells: Int)
  /// All cells of a class are of one group, so it is trained on and never tested, or the other way round.
  case classInOneGroup(label: Int, cells: Int)
  /// The same cell stands under several classes.
  case contradictory(cells: [Int], labels: [Int])
  /// The same cell stands several times under its class; it counts as one group.
  case repeated(cells: [Int], label: Int)
  /// No cell of a class is in a part.
  case absent(label: Int, part: Part)

  /// Fewest cells of a class that are trained with.
  public static let fewest = 3
  /// Fewest cells of a class whose figures mean something.
  public static let advised = 20

  /// Whether the training must not begin.
  public var isFatal: Bool {
    switch self {
    case .oneClass, .tooFew, .oneGroup, .contradictory: true
    case .absent(_, let part): part == .training
    case .few, .classInOneGroup, .repeated: false
    }
  }
}

/// Looks through the cells of a training before it begins.
public enum DataCheck {
  /// What is wrong, the worst first, then by class.
  ///
  /// - Parameters:
  ///   - labels: class of each cell.
  ///   - groups: group of each cell.
  ///   - contents: the same number for the same cell of the same picture.
  public static func findings(
    labels: [Int], groups: [Int], contents: [Int]
  ) -> [DataFinding] {
    let cells = labels.indices
    var findings: [DataFinding] = []
    for (_, same) in Dictionary(grouping: cells, by: { contents[$0] }).sorted(by: {
      $0.key < $1.key
    })
    where same.count > 1 {
      let kinds = Set(same.map { labels[$0] }).sorted()
      findings.append(
        kinds.count > 1
          ? .contradictory(cells: same, labels: kinds)
          : .repeated(cells: same, label: kinds[0]))
    }
    let byLabel = Dictionary(grouping: cells, by: { labels[$0] }).sorted { $0.key < $1.key }
    if byLabel.count == 1, let only = byLabel.first {
      findings.append(.oneClass(label: only.key, cells: only.value.count))
    }
    if cells.count > 1, Set(groups).count == 1 { findings.append(.oneGroup(cells: cells.count)) }
    for (label, members) in byLabel {
      if members.count < DataFinding.fewest {
        findings.append(.tooFew(label: label, cells: members.count))
      } else {
        if members.count < DataFinding.advised {
          findings.append(.few(label: label, cells: members.count))
        }
        if Set(groups).count > 1, Set(members.map { groups[$0] }).count == 1 {
          findings.append(.classInOneGroup(label: label, cells: members.count))
        }
      }
    }
    return findings.filter(\.isFatal) + findings.filter { !$0.isFatal }
  }

  /// Classes that a part lacks.
  public static func absences(labels: [Int], parts: [Part], from needed: [Part]) -> [DataFinding] {
    Set(labels).sorted().flatMap { label in
      needed.filter { part in
        !labels.indices.contains { labels[$0] == label && parts[$0] == part }
      }.map { .absent(label: label, part: $0) }
    }
  }

  /// Groups in which cells of the same content are together, whatever groups they were given.
  public static func joined(groups: [Int], contents: [Int]) -> [Int] {
    var parents: [Int: Int] = [:]
    func root(_ group: Int) -> Int {
      var group = group
      while let parent = parents[group] { group = parent }
      return group
    }
    var first: [Int: Int] = [:]
    for (group, content) in zip(groups, contents) {
      guard let other = first[content] else {
        first[content] = group
        continue
      }
      let (a, b) = (root(group), root(other))
      if a != b { parents[max(a, b)] = min(a, b) }
    }
    return groups.map(root)
  }
}
