import Review
import Screen

/// Room on the page of disagreements.
enum DisagreementPage {
  /// Rows for cells: without the two lines above, the headings, what is stated, and the two lines at the foot.
  static func rows(_ size: Size, _ list: DisagreementList) -> Int {
    max(1, size.rows - 5 - (list.statement == nil ? 0 : 2))
  }
}

extension Frame {
  /// Who said what of which cell, and what was decided.
  mutating func disagreementPage(_ state: State, _ list: DisagreementList) {
    let decided = list.rows.count - list.open
    pageTitle("disagreements: \(list.open) to be decided, \(decided) decided")
    var row = 2
    if let statement = list.statement {
      put(
        statement, column: 2, row: row, style: Style(.heading), width: size.columns - 4,
        clip: .ellipsis)
      row += 2
    }
    let nameWidth = min(30, size.columns / 4)
    let verdictWidth = size.columns >= 100 ? 34 : size.columns >= 80 ? 18 : 13
    let columns = [
      (2, nameWidth), (nameWidth + 3, 5),
      (nameWidth + 9, size.columns - nameWidth - verdictWidth - 11),
      (size.columns - verdictWidth - 1, verdictWidth),
    ]
    func line(_ texts: [String], row: Int, _ style: Style, in frame: inout Frame) {
      for (text, column) in zip(texts, columns) {
        frame.put(
          text, column: column.0, row: row, style: style, width: column.1, clip: .ellipsis)
      }
    }
    line(["picture", "cell", "who said what", "decided"], row: row, Style(.heading), in: &self)
    row += 1
    if list.rows.isEmpty {
      put("nobody disagrees", column: 2, row: row, style: Style(.muted))
    }
    let height = DisagreementPage.rows(size, list)
    for (place, one) in list.rows.dropFirst(list.top).prefix(height).enumerated() {
      let isSelected = list.top + place == list.selected
      let style = Style(isSelected ? .selection : one.isOpen ? .text : .muted)
      fill(Rect(column: 0, row: row, columns: size.columns, rows: 1), style)
      if isSelected {
        put(">", column: 0, row: row, style: style)
        cursor = Position(column: 0, row: row)
      }
      let path = one.image.relative(to: state.session.directory).lossyText
      line(
        [
          path.keepingEnd(nameWidth), one.cell == nil ? "all" : "\(one.place)",
          state.words(of: one), state.verdict(of: one),
        ], row: row, style, in: &self)
      row += 1
    }
    pageMessage(state)
    pageKeys([("↓ ↑", "select"), ("Enter", "show the cell and decide"), ("q", "back")])
  }
}

extension State {
  /// What was decided, or what is the case until then.
  func verdict(of disagreement: Disagreement) -> String {
    if let adjudication = disagreement.adjudication {
      return "\(name(of: adjudication.label)), \(adjudication.reviewer)"
        + (adjudication.reason.map { ": \($0)" } ?? "")
    }
    return disagreement.isContested ? "not counted" : "first counts"
  }

  /// The selected line of the list, for the ear.
  func sentence(of list: DisagreementList) -> [String] {
    guard let one = list.current else { return [] }
    let path = one.image.relative(to: session.directory).lossyText
    let cell = one.cell == nil ? "the whole picture" : "cell \(one.place)"
    return ["\(path), \(cell): \(words(of: one)); \(verdict(of: one))"]
  }
}
