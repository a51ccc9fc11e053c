import Evaluation
import Review
import Training

// Which cells belong together, and which part each is in.
extension TrainingRun {
  static func groups(_ cells: [(cell: LearningCell, content: String)]) -> [Int] {
    let named = cells.map { cell, content in
      cell.group.isEmpty ? "picture \(content)" : "group \(cell.group)"
    }
    return DataCheck.joined(
      groups: numbered(named), contents: numbered(cells.map(\.content)))
  }

  /// The same number for the same text, by first occurrence.
  static func numbered(_ texts: [String]) -> [Int] {
    var numbers: [String: Int] = [:]
    return texts.map { text in
      let number = numbers[text] ?? numbers.count
      numbers[text] = number
      return number
    }
  }

  func parts(
    _ rows: [Row], labels: [Int], groups: [Int], _ told: inout TrainingReport.Told
  ) throws -> [Part] {
    let given = rows.compactMap { Self.part(named: $0.cell.split) }
    let isGiven =
      given.count == rows.count && given.contains(.training) && given.contains(.validation)
    let parts =
      isGiven ? given : GroupedSplit.parts(labels: labels, groups: groups, seed: options.seed)
    if isGiven {
      var seen: [Int: Set<Part>] = [:]
      for (group, part) in zip(groups, parts) { seen[group, default: []].insert(part) }
      let crossing = seen.values.count { $0.count > 1 }
      if crossing > 0 {
        told.findings.append(
          "The data's own split was kept, and \(crossing) of \(seen.count) groups have cells in several parts: "
            + "figures are too good. Leave the column `split` out, and the program divides whole groups."
        )
      } else {
        told.findings.append("The data's own split was kept.")
      }
    }
    try refuse(
      DataCheck.absences(
        labels: labels, parts: parts, from: isGiven ? [.training, .validation] : Part.allCases),
      rows.map(\.cell), &told)
    guard parts.contains(.validation) else {
      throw Failure(
        Messages.untrainable(
          why: "no cell is left to choose the best epoch by",
          cure: "Label cells of more pictures or slides"))
    }
    return parts
  }

  static func part(named name: String) -> Part? {
    switch name.lowercased() {
    case "train", "training": .training
    case "val", "valid", "validation", "dev": .validation
    case "test", "testing": .test
    default: nil
    }
  }
}
