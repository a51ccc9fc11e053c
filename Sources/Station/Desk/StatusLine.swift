import Review
import Screen

extension Frame {
  /// What just happened, what is asked, or what went wrong; the progress of a batch at its end.
  mutating func statusLine(_ state: State, _ layout: Layout) {
    let rect = layout.status
    let (text, role) = statusContent(state)
    fill(rect, Style(role))
    var room = rect.columns - 2
    if state.queue.asked > 1, state.recording.fault == nil {
      let done = state.queue.asked - state.queue.waiting.count
      let progress = "classifying \(done)/\(state.queue.asked)"
      let barWidth = 10
      let width = progress.count + barWidth + 2
      if room - width > 20 {
        put(progress, column: rect.columns - width, row: rect.row, style: Style(.status))
        bar(
          Double(done) / Double(state.queue.asked), column: rect.columns - barWidth - 1,
          row: rect.row, width: barWidth)
        room -= width + 1
      }
    }
    put(text, column: 1, row: rect.row, style: Style(role), width: room, clip: .ellipsis)
    if case .find = state.mode {
      cursor = Position(column: min(room, 1 + ScreenText.width(of: text)), row: rect.row)
    }
  }

  private func statusContent(_ state: State) -> (String, Role) {
    switch state.mode {
    case .find(let text): return ("/\(text)", .status)
    case .confirmQuit:
      let count = state.recording.refused.count
      return (
        "\(count) entries are not in the log. y leaves without them, any other key stays",
        .statusError
      )
    case .box:
      return (
        state.message?.text ?? "arrows move, H J K L finely, + - size, Enter keeps, Esc leaves",
        .status
      )
    case .desk, .help: break
    }
    if let fault = state.recording.fault {
      return (
        "NOT SAVED (\(state.recording.refused.count)): \(fault.why). \(fault.cure). R retries",
        .statusError
      )
    }
    if let message = state.message {
      let role: Role =
        switch message.kind {
        case .info: .status
        case .saved: .statusSaved
        case .warning: .statusWarning
        case .error: .statusError
        }
      return (message.text, role)
    }
    if let prefix = state.prefix {
      return ("\(prefix): press g again for the first picture", .status)
    }
    return (state.image?.relative(to: state.session.directory).lossyText ?? "", .status)
  }

  /// The keys that do something now, the likeliest first.
  mutating func keyLine(_ state: State, _ layout: Layout) {
    let rect = layout.keys
    fill(rect, Style(.keyAction))
    let items = keyItems(state)
    // The last item (help) always has its place.
    guard let last = items.last else { return }
    func width(_ item: (String, String)) -> Int {
      ScreenText.width(of: item.0) + 1 + ScreenText.width(of: item.1) + 2
    }
    var column = 1
    for (index, item) in items.enumerated() {
      let reserve = index == items.count - 1 ? 0 : width(last)
      guard column + width(item) + reserve <= rect.columns + 1 else { continue }
      column += put(item.0, column: column, row: rect.row, style: Style(.keyName))
      column += put(" \(item.1)  ", column: column, row: rect.row, style: Style(.keyAction))
    }
  }

  private func keyItems(_ state: State) -> [(String, String)] {
    switch state.mode {
    case .find: return [("Enter", "find"), ("Esc", "leave")]
    case .confirmQuit: return [("y", "leave"), ("Esc", "stay")]
    case .box:
      return [("← ↓ ↑ →", "move"), ("+ -", "size"), ("Enter", "keep"), ("Esc", "leave")]
    case .help: return []
    case .desk: break
    }
    let answers: [Command] =
      [.accept] + state.session.classes.indices.prefix(8).map { .label($0) }
      + [.other, .unidentified, .undo, .nextCell]
    let isOpen = state.cell?.decision == nil
    let work: [Command] = [.classify, .classifyRest]
    let moves: [Command] = [.nextUnreviewed, .toggleField, .addBox, .find, .quit]
    let isClassified = state.imageReview.finding != .unclassified
    var order = state.recording.fault == nil ? [] : [Command.retry]
    order += isClassified ? (isOpen ? answers + moves : [.undo] + moves + answers) : work + moves
    order.append(.help)
    let keymap = state.keymap
    return order.filter { $0.disabledReason(in: state, lookedLongEnough: true) == nil }
      .compactMap { command in
        keymap.binding(for: command).map { ($0.shown, $0.word) }
      }
  }
}
