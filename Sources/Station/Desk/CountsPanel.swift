import Review
import Screen

extension Frame {
  /// Counted cells by class, each with its key: the differential so far, of this directory.
  mutating func counts(_ state: State, _ layout: Layout) {
    let rect = layout.counts
    if let second = state.second { return veiledCounts(state, second, in: rect) }
    let tally = state.scopeTally
    let differential = state.differential
    let target = state.slide.targetCount.map { "/\($0)" } ?? ""
    let counted = "counted \(differential.total)\(target)"
    let reviewed = "\(tally.reviewed)/\(state.scopeRange.count)"
    border(
      rect,
      // Of one directory its name comes first: that it is not all must not be cut off.
      title: state.scope.map {
        "\(state.directoryName($0).keepingEnd(10)): \(counted), \(reviewed)"
      }
        ?? "\(counted), pictures \(reviewed)",
      style: Style(.border), titleStyle: Style(.heading))
    let inside = rect.inset(by: 1)
    let classes = state.session.classes
    let apart = state.answersApart
    let rest =
      apart == 0
      ? restText(state, differential) : "\(apart) not counted: out of order"
    // One class a row where they fit, else two a row.
    let columns = classes.count + 1 <= inside.rows ? 1 : 2
    let rows = min(inside.rows - 1, (classes.count + columns - 1) / columns)
    let width = inside.columns / columns
    for (index, cellClass) in classes.enumerated() {
      let (column, row) = (index / max(1, rows), index % max(1, rows))
      guard column < columns else { break }
      count(
        state, cellClass, key: state.keymap.binding(for: .label(index))?.keyNames.first ?? " ",
        differential,
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
    let keyWidth = ScreenText.width(of: key) + 1
    let nameWidth = rect.columns >= 28 ? rect.columns - 12 - keyWidth : 4
    // On the smallest screen there is no room for a percentage.
    let isNarrow = rect.columns < 16
    let numbers = String(count).leftPadded(3) + (isNarrow ? "" : percent.leftPadded(7))
    // A column stays free before the next class, but for the last ones, whose keys may be longer.
    let room = isNarrow ? 4 : keyWidth > 2 ? 10 : 11
    let labelWidth = min(nameWidth + keyWidth, rect.columns - room)
    put(
      "\(key) \(name)", column: rect.column, row: rect.row, style: style, width: labelWidth,
      clip: rect.columns >= 28 ? .ellipsis : .cut)
    put(
      numbers, column: rect.column + labelWidth, row: rect.row, style: style,
      width: rect.columns)
  }

  private func restText(_ state: State, _ differential: Differential) -> String {
    let rest: [Label] = [.other, .unidentified, .noCell]
    // Answers of a class that stood in the laboratory's list once.
    let known = Set(rest + state.session.classes.map(\.label))
    let unlisted = differential.counts.reduce(0) { $0 + (known.contains($1.key) ? 0 : $1.value) }
    return
      ((unlisted == 0 ? [] : ["unlisted \(unlisted)"])
      + rest.map { "\(state.name(of: $0)) \(differential.count(of: $0))" })
      .joined(separator: "  ")
  }
}
