import Review
import Screen

extension State {
  mutating func openTree() {
    mode = .tree(DirectoryTree(catalogue, at: image))
    keepTreeVisible()
  }

  mutating func takeInTree(_ key: Key, _ tree: DirectoryTree) -> [Effect] {
    var tree = tree
    message = nil
    if let text = tree.typing {
      take(key, typing: text, &tree)
    } else {
      let page = max(1, TreePage.rows(size) - 1)
      switch key {
      case .character("j"), .down: tree.selected += 1
      case .character("k"), .up: tree.selected -= 1
      case .pageDown, .control("d"), .character(" "): tree.selected += page
      case .pageUp, .control("u"): tree.selected -= page
      case .home, .character("g"): tree.selected = 0
      case .end, .character("G"): tree.selected = tree.rows.count - 1
      case .character("/"): tree.typing = ""
      case .character("n"): find(in: &tree, forward: true)
      case .character("N"): find(in: &tree, forward: false)
      case .enter:
        mode = .desk
        go(to: tree.rows[tree.selected].directory)
        return []
      case .character("f"):
        mode = .desk
        narrow(to: tree.rows[tree.selected].directory)
        return []
      case .escape, .character("q"):
        mode = .desk
        return []
      case .character("Q"): return quit()
      case .control("l"): return [.redraw]
      case .control("z"): return [.suspend]
      default:
        if keymap.command(for: key) == .tree {
          mode = .desk
          return []
        }
        message = Message(
          kind: .warning,
          text: "\(key.shown) does nothing here: Enter goes there, f lists it alone, Esc leaves")
      }
    }
    tree.selected = max(0, min(tree.selected, tree.rows.count - 1))
    mode = .tree(tree)
    keepTreeVisible()
    return []
  }

  private mutating func take(_ key: Key, typing text: String, _ tree: inout DirectoryTree) {
    switch key {
    case .escape: tree.typing = nil
    case .backspace: tree.typing = text.isEmpty ? nil : String(text.dropLast())
    case .character(let character): tree.typing = text + String(character)
    case .enter:
      tree.typing = nil
      guard !text.isEmpty else { return }
      tree.lastFind = text
      find(in: &tree, forward: true)
    default: break
    }
  }

  private mutating func find(in tree: inout DirectoryTree, forward: Bool) {
    guard !tree.lastFind.isEmpty else {
      message = Message(kind: .warning, text: "nothing was looked for yet: / finds a name")
      return
    }
    let search = NameSearch(tree.lastFind)
    let count = tree.rows.count
    for step in 1...count {
      let index = (tree.selected + (forward ? step : count - step)) % count
      if search.matches(tree.rows[index].directory, below: session.directory) {
        tree.selected = index
        return
      }
    }
    message = Message(
      kind: .warning, text: "no directory contains \u{201C}\(tree.lastFind)\u{201D}")
  }

  /// Goes to the first picture of a directory that is not completely reviewed.
  private mutating func go(to directory: ImagePath) {
    let range = catalogue.range(of: directory)
    let open = range.first { catalogue.standings[$0].isDisjoint(with: [.complete, .gone]) }
    // What is not in the list, by its filter or its directory, cannot be gone to.
    guard let place = open ?? range.first, let row = row(of: images[place]) else {
      message = Message(
        kind: .warning,
        text:
          "\(directoryName(directory)) is not in this list: the filter or the directory hides it")
      return
    }
    select(row)
    message = Message(
      kind: .info,
      text: open == nil
        ? "\(directoryName(directory)): nothing is open here"
        : "\(directoryName(directory)): the first open picture")
  }

  /// A directory as the tree and the messages write it.
  func directoryName(_ directory: ImagePath) -> String {
    (directory == session.directory
      ? directory.fileName : directory.relative(to: session.directory))
      .lossyText
  }

  /// The list has changed below the page.
  mutating func refreshTree() {
    guard case .tree(var tree) = mode else { return }
    tree.refresh(catalogue)
    mode = .tree(tree)
    keepTreeVisible()
  }

  mutating func keepTreeVisible() {
    guard case .tree(var tree) = mode else { return }
    let rows = TreePage.rows(size)
    if tree.selected < tree.top { tree.top = tree.selected }
    if tree.selected >= tree.top + rows { tree.top = tree.selected - rows + 1 }
    tree.top = max(0, min(tree.top, tree.rows.count - rows))
    mode = .tree(tree)
  }
}
