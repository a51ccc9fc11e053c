import Review
import Screen

extension Frame {
  /// Counted cells by class, each with its key: the differential so far, of this directory.
  mutating func counts(_ state: State, _ layout: Layout) {
    let rect = layout.counts
    let tally = state.catalogue.total
    let differential = Differential(answers: tally.answers, classes: state.session.classes)
    border(
      rect,
      title: "counted \(differential.total), pictures \(tally.reviewed)/\(state.images.count)",
      style: Style(.border), titleStyle: Style(.heading))
    let inside = rect.inset(by: 1)
    let classes = state.session.classes
    let rest = restText(state, differential)
    // One class a row where they fit, else two a row.
    let columns = classes.count + 1 <= inside.rows ? 1 : 2
    let rows = min(inside.rows - 1, (classes.count + columns - 1) / columns)
    let width = inside.columns / columns
    for (index, cellClass) in classes.enumerated() {
      let (column, row) = (index / max(1, rows), index % max(1, rows))
      guard column < columns else { break }
      count(
        state, cellClass, key: index < 8 ? "\(index + 1)" : " ", differential,
        in: Rect(
          column: inside.column + column * width, row: inside.row + row, columns: width, rows: 1))
    }
    put(
      rest, column: inside.column, row: inside.row + inside.rows - 1, style: Style(.muted),
      width: inside.columns, clip: .ellipsis)
  }

  private mutating func count(
    _ state: State, _ cellClass: CellClass, key: String, _ differential: Differential,
    in rect: Rect
  ) {
    let count = differential.count(of: cellClass.label)
    let percent =
      !cellClass.countsInTotal
      ? "apart" : differential.percentage(of: cellClass.label).map(percentText) ?? "-"
    let name = rect.columns >= 28 ? cellClass.name : cellClass.short
    let role = count > 0 ? state.role(of: cellClass.label) : .muted
    let style = Style(foreground: .role(role), background: .role(.text))
    let nameWidth = rect.columns >= 28 ? rect.columns - 14 : 4
    put(
      "\(key) \(name)", column: rect.column, row: rect.row, style: style,
      width: nameWidth + 2, clip: .ellipsis)
    // A column stays free before the next class.
    let numbers = String(count).leftPadded(3) + percent.leftPadded(7)
    put(
      numbers, column: rect.column + min(nameWidth + 2, rect.columns - 11), row: rect.row,
      style: style, width: rect.columns)
  }

  private func restText(_ state: State, _ differential: Differential) -> String {
    let rest: [Label] = [.other, .unidentified, .noCell]
    return rest.map { "\(state.name(of: $0)) \(differential.count(of: $0))" }
      .joined(separator: "  ")
  }
}
