import Review
import Screen

extension State {
  /// What a second press of a pair's first key would do.
  func pairText(_ first: Character) -> String {
    let help = keymap.command(forDoubled: first).flatMap(keymap.binding)?.help
    return "\(first): press \(first) again for: \(help ?? "")"
  }

  /// Not beside a question or a fault, which need the room.
  fileprivate var showsBackgroundWork: Bool { recording.fault == nil && mode != .confirmQuit }

  /// What goes on beside the keys, and how far it is, 0...1.
  fileprivate var backgroundWork: [(text: String, share: Double)] {
    var work: [(text: String, share: Double)] = []
    if queue.asked > 1 {
      let done = queue.asked - queue.waiting.count
      work.append(("classifying \(done)/\(queue.asked)", Double(done) / Double(queue.asked)))
    }
    if let course = training.course, training.isRunning {
      work.append(("training: \(course.place)", course.share))
    }
    return work
  }
}

extension Frame {
  /// What just happened, what is asked, or what went wrong; the progress of a batch at its end.
  mutating func statusLine(_ state: State, _ layout: Layout) {
    let rect = layout.status
    let (text, role) = statusContent(state)
    fill(rect, Style(role))
    var room = rect.columns - 2
    var end = rect.columns
    for work in state.showsBackgroundWork ? state.backgroundWork : [] {
      let barWidth = 10
      let width = work.text.count + barWidth + 2
      guard room - width > 20 else { continue }
      put(work.text, column: end - width, row: rect.row, style: Style(.status))
      bar(work.share, column: end - barWidth - 1, row: rect.row, width: barWidth)
      room -= width + 1
      end -= width + 1
    }
    // The end of what is being typed stays in sight.
    let line = if case .entry = state.mode { text.keepingEnd(room - 1) } else { text }
    put(line, column: 1, row: rect.row, style: Style(role), width: room, clip: .ellipsis)
    let isTyping =
      switch state.mode {
      case .find, .entry: true
      default: false
      }
    if isTyping {
      let typed = if case .find(let typed) = state.mode { "/\(typed)" } else { line }
      cursor = Position(column: min(room, 1 + ScreenText.width(of: typed)), row: rect.row)
    }
  }

  /// How many pictures a filter would show, while it is typed.
  private func filterResult(_ entry: TextEntry, _ state: State) -> String {
    guard entry.purpose == .filter, !entry.text.isEmpty, state.images.count <= 5_000 else {
      return ""
    }
    let filter = Filter(entry.text, classes: state.session.classes)
    let count = state.images.count { state.matches(filter, $0) }
    return "  (\(count) of \(state.images.count))"
  }

  private func statusContent(_ state: State) -> (String, Role) {
    switch state.mode {
    case .find(let text):
      return ("/\(text)" + (state.message.map { "   \($0.text)" } ?? ""), .status)
    case .entry(let entry):
      if let warning = state.message, warning.kind == .warning {
        return (warning.text, .statusWarning)
      }
      return (entry.prompt + entry.text + filterResult(entry, state), .status)
    case .chooseOrder: return ("order by", .status)
    case .identity, .trail, .twins, .disagreements, .differential, .field, .errors,
      .training:
      return ("", .status)
    case .confirmQuit where state.recording.refused.isEmpty:
      return (State.trainingQuestion, .statusWarning)
    case .confirmQuit:
      let count = state.recording.refused.count
      return (
        "\(count) \(count == 1 ? "entry is" : "entries are") not in the log. y leaves all the same, any other key stays",
        .statusError
      )
    case .box:
      return (
        state.message?.text ?? "arrows move, H J K L finely, + - size, Enter keeps, Esc leaves",
        .status
      )
    case .desk, .firstSteps, .help, .tree, .gallery: break
    }
    if let fault = state.recording.fault {
      return (
        "NOT SAVED (\(state.recording.refused.count)): \(fault.why). \(fault.cure). \(state.key(.retry)) retries",
        .statusError
      )
    }
    if state.mode == .gallery, let question = state.gallery?.question, state.message == nil {
      return (state.text(of: question), .statusWarning)
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
      return (state.pairText(prefix), .status)
    }
    if state.mode == .gallery { return (state.galleryStatus, .status) }
    let name = state.image?.relative(to: state.session.directory).lossyText ?? ""
    return (state.twinsText.map { "\(name)   \($0)" } ?? name, .status)
  }

  /// The keys that do something now, the likeliest first; undo, help and quit are never left out.
  mutating func keyLine(_ state: State, _ layout: Layout) {
    let rect = layout.keys
    fill(rect, Style(.keyAction))
    var items = keyItems(state)
    func width(_ items: [(String, String)]) -> Int {
      items.reduce(0) { $0 + ScreenText.width(of: $1.0) + ScreenText.width(of: $1.1) + 3 }
    }
    if case .entry(let entry) = state.mode {
      put(
        entry.hint, column: 1, row: rect.row, style: Style(.keyAction), width: rect.columns - 2,
        clip: .ellipsis)
      return
    }
    let room = rect.columns - 1
    let ending = keyEnding(state)
    // Where not every class has room, those outside the core share one item; the counts name them.
    if width(items + ending) > room { items = withoutOuterClasses(items, state) }
    while !items.isEmpty, width(items + ending) > room + 2 { items.removeLast() }
    var column = 1
    for item in items + ending {
      column += put(item.0, column: column, row: rect.row, style: Style(.keyName))
      column += put(" \(item.1)  ", column: column, row: rect.row, style: Style(.keyAction))
    }
  }

  private func withoutOuterClasses(
    _ items: [(String, String)], _ state: State
  ) -> [(String, String)] {
    let classes = state.session.classes
    let outer = classes.indices.filter { !classes[$0].core }.map { Command.label($0) }
    let names = Set(outer.compactMap { state.keymap.binding(for: $0)?.keyNames.first })
    guard let place = items.firstIndex(where: { names.contains($0.0) }) else { return items }
    var kept = items.filter { !names.contains($0.0) }
    kept.insert((state.keymap.runs(of: outer), "more"), at: min(place, kept.count))
    return kept
  }

  private func keyItems(_ state: State) -> [(String, String)] {
    switch state.mode {
    case .find: return [("Enter", "find"), ("Esc", "leave")]
    case .confirmQuit: return [("y", "leave"), ("Esc", "stay")]
    case .box:
      return [("← ↓ ↑ →", "move"), ("+ -", "size"), ("Enter", "keep"), ("Esc", "leave")]
    case .chooseOrder:
      return [
        ("n", "name"), ("t", "time"), ("u", "uncertainty"), ("c", "class"), ("r", "random"),
        ("Esc", "stay"),
      ]
    case .firstSteps: return [("any key", "begins")]
    case .help, .tree, .entry, .identity, .trail, .twins, .disagreements, .differential, .field,
      .errors, .training:
      return []
    case .gallery: return galleryKeyItems(state)
    case .desk: break
    }
    let labels = state.session.classes.indices.map { Command.label($0) }
    let answers = labels + [.other, .unidentified, .nextCell]
    let isOpen = state.cell?.decision == nil
    let moves: [Command] = [.nextUnreviewed, .toggleField, .order, .filter, .flag, .find]
    let isClassified = state.imageReview.finding != .unclassified
    var order: [Command] = state.recording.fault == nil ? [] : [.retry]
    if !isClassified {
      order += [.classify, .classifyRest] + moves
    } else if isOpen || state.settled != nil {
      order += [.accept] + answers + moves
    } else {
      // What follows an answer: why it is another one, and, after the last, the table.
      if state.isWhole { order.append(.export) }
      let isOverride = state.cell?.decision?.kind == .override
      order += isOverride ? [.nextUnreviewed, .reason] + moves.dropFirst() : moves
      order += answers
    }
    let errors = state.errors == nil ? nil : state.keymap.binding(for: .gallery)?.keyNames.first
    return (errors.map { [($0, "errors")] } ?? []) + shown(order, state)
  }

  private func galleryKeyItems(_ state: State) -> [(String, String)] {
    if state.gallery?.question != nil { return [("y Enter", "move them"), ("Esc", "leave them")] }
    let own = GalleryKeys.table.filter { [.mark, .nextShelf, .open].contains($0.command) }
    let classes = state.session.classes.indices.map { Command.label($0) }
    return own.map { ($0.keys.first?.shown ?? "", $0.word) }
      + (classes + [.other, .unidentified]).compactMap { item(for: $0, state.keymap) }
  }

  private func keyEnding(_ state: State) -> [(String, String)] {
    switch state.mode {
    case .desk: shown([.undo, .help, .quit], state)
    case .gallery where state.gallery?.question == nil:
      shown([.undo, .help], state) + [("q", "back")]
    default: []
    }
  }

  private func shown(_ commands: [Command], _ state: State) -> [(String, String)] {
    let keymap = state.keymap
    return commands.filter { $0.disabledReason(in: state, lookedLongEnough: true) == nil }
      .compactMap { item(for: $0, keymap) }
  }

  private func item(for command: Command, _ keymap: Keymap) -> (String, String)? {
    guard let binding = keymap.binding(for: command), let key = binding.keyNames.first else {
      return nil
    }
    return (key, binding.word)
  }
}
