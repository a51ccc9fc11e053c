public import Review

/// How the laboratory counts: which class nucleated red cells are, and its reference ranges.
public struct LaboratoryCounting: Sendable {
  public private(set) var rules = CountingRules()
  /// Where each thing was said, by its name in the file.
  private var origins: [String: SettingOrigin] = [:]
  private let classes: [CellClass]

  static let redCell = "nucleated_red_cell"

  /// Nothing said yet, of these classes.
  public init(classes: [CellClass]) { self.classes = classes }

  /// Takes what a file says: a table for each class with ranges, both ends within.
  ///
  ///     nucleated_red_cell = "ERYTHROBLAST"
  ///     [NEUTROPHIL]
  ///     percent = [45, 79]
  ///     absolute = [1.8, 7.8]     # 10^9 a litre
  public mutating func take(file: SettingsFile) throws(SettingsError) {
    for (name, node) in file.entries {
      let origin = SettingOrigin.file(file.path, line: node.line)
      switch node.value {
      case .string(let code) where name == Self.redCell:
        rules.nucleatedRedCell = try known(code, origin)
        origins[name] = origin
      case .table(let table):
        let label = try known(name, origin)
        var ranges = rules.ranges[label] ?? ReferenceRanges()
        for (property, value) in table.sorted {
          try take(property, value, of: name, in: file.path, into: &ranges)
        }
        rules.ranges[label] = ranges
        origins[name] = origin
      default:
        throw .invalid(
          SettingsFault(
            origin: origin, key: name,
            problem: .unusable(
              found: node.value.shown,
              expected: "\(Self.redCell) = \"CODE\", or a table such as [NEUTROPHIL]",
              nearest: nil)))
      }
    }
  }

  private func known(_ code: String, _ origin: SettingOrigin) throws(SettingsError) -> Label {
    guard classes.contains(where: { $0.code == code }) else {
      let nearest = NearestName.of(code, in: classes.map(\.code))
      throw .invalid(
        SettingsFault(origin: origin, key: code, problem: .unknownClass(nearest: nearest)))
    }
    return Label(rawValue: code)
  }

  private func take(
    _ property: String, _ node: TOMLNode, of code: String, in path: String,
    into ranges: inout ReferenceRanges
  ) throws(SettingsError) {
    func fault(_ problem: SettingsProblem) -> SettingsError {
      .invalid(
        SettingsFault(
          origin: .file(path, line: node.line), key: "\(code).\(property)", problem: problem))
    }
    guard ["percent", "absolute"].contains(property) else {
      let nearest = NearestName.of(property, in: ["percent", "absolute"])
      throw fault(.unknownKey(nearest: nearest))
    }
    guard let range = Self.range(node.value) else {
      throw fault(
        .unusable(
          found: node.value.shown, expected: "two numbers, the lower first, such as [45, 79]",
          nearest: nil))
    }
    if property == "percent" {
      guard range.high <= 100 else {
        throw fault(
          .unusable(found: "\(range.high)", expected: "percentages up to 100", nearest: nil))
      }
      ranges.percentage = range
    } else {
      ranges.absolute = range
    }
  }

  private static func range(_ value: TOMLValue) -> ReferenceRange? {
    guard case .array(let nodes) = value else { return nil }
    let numbers = nodes.compactMap { node -> Double? in
      switch node.value {
      case .integer(let number): Double(number)
      case .float(let number) where number.isFinite: number
      default: nil
      }
    }
    guard numbers.count == 2, nodes.count == 2, numbers[0] >= 0, numbers[0] <= numbers[1] else {
      return nil
    }
    return ReferenceRange(low: numbers[0], high: numbers[1])
  }

  /// What is set, in the form of the file.
  public var lines: [SettingLine] {
    func origin(_ name: String) -> String { (origins[name] ?? .default).description }
    func shown(_ range: ReferenceRange) -> String { "[\(range.low), \(range.high)]" }
    let red = SettingLine(
      key: Self.redCell, value: TOMLValue.quoted(rules.nucleatedRedCell.rawValue),
      origin: origin(Self.redCell))
    let ranges = rules.ranges.sorted { $0.key.rawValue < $1.key.rawValue }.map { label, ranges in
      let parts = [
        ranges.percentage.map { "percent = \(shown($0))" },
        ranges.absolute.map { "absolute = \(shown($0))" },
      ]
      return SettingLine(
        key: label.rawValue, value: "{ \(parts.compactMap { $0 }.joined(separator: ", ")) }",
        origin: origin(label.rawValue))
    }
    return [red] + ranges
  }
}
