import Review
import Screen

extension State {
  /// Shows the errors, with the cursor on the first that nothing was said of since from where it stood.
  mutating func openErrors() {
    guard let gallery = errors else { return }
    if let current = gallery.current, decision(on: current) != nil {
      let all = gallery.list.errors.indices
      let next = (all.filter { $0 > gallery.cursor } + all.filter { $0 < gallery.cursor })
        .first { decision(on: gallery.list.errors[$0]) == nil }
      if let next { errors?.moveCursor(to: next) }
    }
    // Read anew: files may have been moved or changed meanwhile.
    thumbnails = Thumbnails()
    mode = .errors
  }

  mutating func takeInErrors(_ key: Key) -> [Effect] {
    guard let gallery = errors else {
      mode = .desk
      return []
    }
    let layout = ErrorLayout(size: size)
    message = nil
    switch key {
    case .character("h"), .left: errors?.moveCursor(by: -1)
    case .character("l"), .right, .tab: errors?.moveCursor(by: 1)
    case .character("k"), .up: errors?.moveCursor(by: -layout.columns)
    case .character("j"), .down: errors?.moveCursor(by: layout.columns)
    case .pageUp, .control("u"):
      errors?.moveCursor(to: gallery.cursor - layout.columns * layout.rows)
    case .pageDown, .control("d"), .character(" "):
      errors?.moveCursor(to: gallery.cursor + layout.columns * layout.rows)
    case .home, .character("g"): errors?.moveCursor(to: 0)
    case .end, .character("G"): errors?.moveCursor(to: gallery.list.errors.count - 1)
    case .enter: return openErrorAtDesk()
    case .escape, .character("q"): leaveErrors()
    case .control("l"): return [.redraw]
    case .control("z"): return [.suspend]
    case .character("Q"): return quit()
    default:
      if keymap.command(for: key) == .gallery {
        leaveErrors()
        return []
      }
      message = Message(
        kind: .warning,
        text:
          "\(key.shown) does nothing here: Enter shows the cell at the desk, where it is answered")
    }
    return []
  }

  private mutating func leaveErrors() {
    mode = .desk
    lookAnew()
  }

  /// Shows the error under the cursor at the desk, and has its cells found where nobody did yet.
  private mutating func openErrorAtDesk() -> [Effect] {
    guard let error = errors?.current else {
      message = Message(kind: .warning, text: "no error here to look at")
      return []
    }
    if let failure = failure(of: error) {
      message = Message(kind: .warning, text: "\(shortName(error.image)): \(failure)")
      return []
    }
    if row(of: error.image) == nil {
      // What is to be looked at must be seen, whatever the list leaves out.
      filter = Filter()
      scope = nil
      arrange()
    }
    leaveErrors()
    guard let row = row(of: error.image) else {
      message = Message(kind: .warning, text: "the pictures are still being listed: a moment")
      mode = .errors
      return []
    }
    select(row)
    if let cell = cell(of: error) {
      show(Subject(image: error.image, cell: cell.id))
      return []
    }
    guard review[error.image].finding == .unclassified, historyLoaded else {
      message = missing(error)
      return []
    }
    errors?.awaited = error
    return classifySelected()
  }

  /// That an error's cell is not at the desk; nil where the model found none either.
  private func missing(_ error: Misclassification) -> Message? {
    guard error.box != nil else { return nil }
    return Message(
      kind: .warning,
      text: "no cell stands where the model saw it: \(text(of: error)); \(key(.addBox)) adds a box")
  }

  /// The cell that was taken to the desk before it was known there; asked once its picture is classified.
  mutating func takeAwaitedCell(in image: ImagePath) -> (cell: CellID?, message: Message?)? {
    guard let error = errors?.awaited, error.image == image else { return nil }
    errors?.awaited = nil
    let found = cell(of: error)?.id
    return (found, found == nil ? missing(error) : nil)
  }

  /// After every event: the cursor stays on screen.
  mutating func keepErrors() {
    guard mode == .errors else { return }
    errors?.keepCursorVisible(ErrorLayout(size: size))
  }

  /// The thumbnails that should be on the page.
  var errorThumbnails: [ThumbnailRequest] {
    guard let errors else { return [] }
    let layout = ErrorLayout(size: size)
    return errors.visible(layout).map { request(for: errors.list.errors[$0], side: layout.side) }
  }
}
