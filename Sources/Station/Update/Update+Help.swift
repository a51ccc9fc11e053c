import Screen

extension State {
  mutating func takeInHelp(_ key: Key, _ view: HelpView) -> [Effect] {
    message = nil
    if view.isTyping {
      takeInHelpSearch(key, view)
      return []
    }
    var view = view
    let page = max(1, size.rows - 4)
    switch (key, commandInHelp(for: key)) {
    case (.escape, _) where !view.search.isEmpty: view = HelpView()
    case (.escape, _), (.enter, _), (_, .quit), (_, .help):
      mode = gallery == nil ? .desk : .gallery
      return []
    case (_, .quitNow): return quit()
    case (_, .redraw): return [.redraw]
    case (_, .suspend): return [.suspend]
    case (_, .find):
      view.isTyping = true
      view.search = ""
    case (_, .findNext) where !view.search.isEmpty: goToMatch(&view, by: 1)
    case (_, .findPrevious) where !view.search.isEmpty: goToMatch(&view, by: -1)
    case (_, .findNext), (_, .findPrevious):
      message = Message(
        kind: .warning, text: "nothing was looked for yet: \(self.key(.find)) searches this page")
    case (.character(" "), _), (.pageDown, _), (_, .halfPageDown): view.scroll += page
    case (.pageUp, _), (_, .halfPageUp): view.scroll -= page
    case (.down, _), (_, .down): view.scroll += 1
    case (.up, _), (_, .up): view.scroll -= 1
    case (.home, _), (_, .first): view.scroll = 0
    case (.end, _), (_, .last): view.scroll = .max
    case _ where prefix != nil: break
    default:
      message = Message(
        kind: .warning,
        text: "\(key.shown) does nothing on this page: \(self.key(.quit)) goes back to the desk")
    }
    let wanted = view.scroll
    keepHelpInBounds(&view)
    if mode == .help(view), message == nil, prefix == nil {
      message = Message(
        kind: .info,
        text: "this is the \(wanted > view.scroll ? "end" : "beginning") of the page")
    }
    mode = .help(view)
    return []
  }

  /// The page moves by the keys of the desk; a pair's first key waits for the second here too.
  private mutating func commandInHelp(for key: Key) -> Command? {
    let first = prefix
    prefix = nil
    guard case .character(let character) = key,
      let command = keymap.command(forDoubled: character)
    else { return keymap.command(for: key) }
    if first == character { return command }
    prefix = character
    return nil
  }

  private mutating func takeInHelpSearch(_ key: Key, _ old: HelpView) {
    var view = old
    switch key {
    case .escape, .control("c"), .control("g"): view = HelpView()
    case .enter: view.isTyping = false
    case .backspace where view.search.isEmpty: view = HelpView()
    case .backspace: view.search.removeLast()
    case .control("u"): view.search = ""
    case .character(let character): view.search.append(character)
    default: return
    }
    view.scroll = 0
    view.match = 0
    if !view.isTyping, HelpPage.matches(helpLines(view)).isEmpty {
      message = Message(kind: .warning, text: "nothing here contains “\(view.search)”")
      view = HelpView()
    }
    mode = .help(view)
  }

  private func goToMatch(_ view: inout HelpView, by step: Int) {
    let matches = HelpPage.matches(helpLines(view))
    guard !matches.isEmpty else { return }
    view.match = (view.match + step + matches.count) % matches.count
    let line = matches[view.match]
    let rows = HelpPage.rows(size)
    if line < view.scroll { view.scroll = line }
    if line >= view.scroll + rows { view.scroll = line - rows + 1 }
  }

  private func helpLines(_ view: HelpView) -> [HelpPage.Line] {
    HelpPage.lines(keymap, search: view.search, width: HelpPage.width(size))
  }

  private func keepHelpInBounds(_ view: inout HelpView) {
    let lines = helpLines(view).count
    view.scroll = max(0, min(view.scroll, max(0, lines - HelpPage.rows(size))))
  }
}
