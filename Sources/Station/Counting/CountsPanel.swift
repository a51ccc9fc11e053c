import Review
import Screen

extension Frame {
  /// Counted cells by class, each with its key: the differential so far, of this directory.
  mutating func counts(_ state: State, _ layout: Layout) {
    let rect = layout.counts
    if let second = state.second { return veiledCounts(state, second, in: rect) }
    let tally = state.scopeTally
    let differential = state.differential
    let target =
      switch state.slide.target {
      case .cells(let count): "/\(count)"
      case .width(let target): " \(state.name(of: target.label))<\(short(target.percentagePoints))"
      case nil: ""
      }
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
    // An unsigned result is called preliminary wherever it stands; beside it the key of the whole table.
    put(
      " \(state.resultStatus.rawValue), \(state.key(.differential)) shows all ",
      column: rect.column + 1, row: rect.row + rect.rows - 1, style: Style(.muted),
      width: rect.columns - 2, clip: .ellipsis)
    let inside = rect.inset(by: 1)
    let classes = state.session.classes
    let apart = state.answersApart
    let rest =
      tally.unsettled > 0
      ? "\(tally.unsettled) answered differently: to be decided"
      : apart == 0
        ? restText(state, differential) : "\(apart) wait: counted when all is done"
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
    let keyWidth = ScreenText.width(of: key) + 1
    // One class a row has room for its limits; on the smallest screen there is none for a percentage.
    let (isWide, isNarrow) = (rect.columns >= 28, rect.columns < 16)
    let limits =
      isWide && cellClass.countsInTotal ? differential.limits(of: cellClass.label) : nil
    let numbers =
      String(count).leftPadded(3) + (isNarrow ? "" : percent.leftPadded(7))
      + (limits.map(limitsText) ?? "").leftPadded(isWide ? 11 : 0)
    let name = rect.columns >= 40 ? cellClass.name : cellClass.short
    let nameWidth = isWide ? rect.columns - 22 - keyWidth : 4
    let role = count > 0 ? state.role(of: cellClass.label) : .muted
    let style = Style(foreground: .role(role), background: .role(.text))
    // A column stays free before the next class, but for the last ones, whose keys may be longer.
    let room = isNarrow ? 4 : isWide ? 21 : keyWidth > 2 ? 10 : 11
    let labelWidth = min(nameWidth + keyWidth, rect.columns - room)
    put(
      "\(key) \(name)", column: rect.column, row: rect.row, style: style, width: labelWidth,
      clip: isWide ? .ellipsis : .cut)
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
