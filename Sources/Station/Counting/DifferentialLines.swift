import Review
import Screen

/// The differential as a table in lines: the page of key `d`.
struct DifferentialLines {
  let state: State
  let columns: Int

  private let differential: Differential
  private let absolute: AbsoluteCounts?
  private let rows: [SlideResult.Row]

  private var rules: CountingRules { state.session.counting }
  private var classes: [CellClass] { state.session.classes }

  init(state: State, columns: Int) {
    let (differential, rules) = (state.differential, state.session.counting)
    let absolute = state.slide.whiteCellCount.map {
      AbsoluteCounts(whiteCells: $0, differential, nucleatedRedCell: rules.nucleatedRedCell)
    }
    rows = SlideResult.rows(
      of: differential, classes: state.session.classes, rules: rules, absolute: absolute)
    (self.state, self.columns) = (state, columns)
    (self.differential, self.absolute) = (differential, absolute)
  }

  var lines: [PageLine] {
    [
      PageLine(
        state.resultText, state.resultStatus == .preliminary ? .markUncertain : .markConfirmed)
    ]
      + table + [PageLine(countedText)] + outside + notes + signatures
  }

  // MARK: The total

  private var table: [PageLine] {
    let head = row(
      "class", "cells", "%", "95 % limits", absolute == nil ? nil : "10^9/l", "reference")
    return [PageLine(head, .muted)]
      + rows.map { row in
        let name = "\(state.name(of: row.label).rightPadded(5))\(row.name)"
        return PageLine(
          self.row(
            name, "\(row.count)", row.percentage.map(percentText) ?? "-",
            row.limits.map(limitsText) ?? "-",
            absolute == nil ? nil : row.absolute.map(hundredths) ?? "-", reference(row)),
          row.count > 0 ? state.role(of: row.label) : .muted)
      }
  }

  /// Columns that nobody filled are left out.
  private func row(
    _ name: String, _ cells: String, _ percent: String, _ limits: String, _ absolute: String?,
    _ reference: String
  ) -> String {
    let numbers =
      cells.leftPadded(6) + percent.leftPadded(8) + limits.leftPadded(13)
      + (absolute?.leftPadded(8) ?? "")
      + (hasRanges ? "  \(reference.rightPadded(rangeWidth))" : "")
    let width = max(5, min(28, columns - ScreenText.width(of: numbers)))
    return String(name.rightPadded(width).prefix(width)) + numbers
  }

  private var hasRanges: Bool { !rules.ranges.isEmpty }

  /// As wide as the longest of them, so that the columns before it stand under each other.
  private var rangeWidth: Int {
    rows.map { ScreenText.width(of: reference($0)) }.reduce("reference".count, max)
  }

  /// The laboratory's range and, in words as well as by letter, how the value lies to it.
  private func reference(_ row: SlideResult.Row) -> String {
    let values = [(row.ranges.percentage, row.percentage), (row.ranges.absolute, row.absolute)]
    return values.compactMap { range, value in
      if let range, let value { shown(range, value) } else { nil }
    }.joined(separator: ", ")
  }

  private func shown(_ range: ReferenceRange, _ value: Double) -> String {
    let position = range.position(of: value).rawValue
    return "\(short(range.low))-\(short(range.high))" + (position.isEmpty ? "" : " \(position)")
  }

  private var countedText: String {
    let total = "counted \(differential.total)"
    let reached =
      state.slide.target?.isReached(by: differential) == true ? ": the target is reached" : ""
    switch state.slide.target {
    case nil: return total + ", no target was set: \(state.key(.identity)) sets one"
    case .cells(let count):
      return total + " of \(count)" + reached
    case .width(let target):
      let width =
        differential.total == 0 ? "-" : shortTenths(differential.width(of: target.label))
      return
        "\(total); \(state.name(of: target.label)) to within \(short(target.percentagePoints)) points, now \(width)"
        + reached
    }
  }

  // MARK: Outside the total

  private var outside: [PageLine] {
    var lines: [PageLine] = []
    let apart = classes.filter { !$0.countsInTotal && differential.count(of: $0.label) > 0 }
    if !apart.isEmpty {
      let counts = apart.map { "\($0.name) \(differential.count(of: $0.label))" }
      lines.append(PageLine("outside the total: " + counts.joined(separator: ", ")))
    }
    if let red = differential.per100(rules.nucleatedRedCell), red > 0 {
      let name = state.name(of: rules.nucleatedRedCell)
      lines.append(PageLine("\(name) \(shortTenths(red)) for 100 white cells" + correction))
    } else if let absolute {
      lines.append(PageLine("white cells \(hundredths(absolute.whiteCells)) x 10^9/l"))
    }
    let answers = [Label.other, .unidentified, .noCell].filter { differential.count(of: $0) > 0 }
      .map { "\(state.name(of: $0)) \(differential.count(of: $0))" }
    if !answers.isEmpty { lines.append(PageLine(answers.joined(separator: ", "))) }
    return lines
  }

  private var correction: String {
    guard let absolute else { return "" }
    let typed = hundredths(absolute.whiteCells)
    return absolute.isCorrected
      ? ": white cells \(typed) corrected to \(hundredths(absolute.correctedWhiteCells)) x 10^9/l"
      : ": white cells \(typed) x 10^9/l, corrected from 5 for 100 on"
  }

  // MARK: What else there is to know

  private var notes: [PageLine] {
    var lines: [PageLine] = []
    let tally = state.scopeTally
    if tally.unsettled > 0 {
      lines.append(
        PageLine("\(tally.unsettled) answered differently, and nobody decided", .markUncertain))
    }
    if state.answersApart > 0 {
      lines.append(
        PageLine(
          "\(state.answersApart) answered ahead of others: counted when all is answered",
          .markUncertain
        ))
    }
    lines.append(
      PageLine(
        "pictures answered \(tally.reviewed) of \(state.scopeRange.count); "
          + "limits: sampling only, not wrong labels", .muted))
    return lines
  }

  private var signatures: [PageLine] {
    guard let slide = state.slideSignatures else { return [] }
    return slide.signatures.map { signature in
      let signOff = signature.signOff
      let counts = signOff.counts.filter { $0.cells > 0 }
        .map { "\(state.name(of: $0.label)) \($0.cells)" }.joined(separator: " ")
      return PageLine(
        "\(signOff.replaces == nil ? "signed" : "amended") by \(signOff.reviewer): "
          + "\(signOff.total) cells, \(counts)" + (signOff.comment.map { " (\($0))" } ?? ""))
    }
      + (slide.changes.isEmpty
        ? []
        : [
          PageLine(
            "\(slide.changes.count) changed since: \(state.key(.sign)) signs anew", .markUncertain)
        ])
  }
}
