import Review
import Screen

extension State {
  /// Shows the cells of the class that the cell at the desk stands under.
  mutating func openGallery() {
    let index = makeCellIndex()
    let subject = image.map { Subject(image: $0, cell: cell?.id) }
    let home = subject.flatMap { index.item(of: $0) }?.home
    let shelf = home ?? (index.count(on: .open) > 0 ? .open : .label(session.classes[0].label))
    gallery = Gallery(index: index, shelf: shelf, subject: subject)
    thumbnails.forgetFailures()
    mode = .gallery
  }

  /// Back to the desk, where the view begins anew.
  mutating func closeGallery() {
    gallery = nil
    mode = .desk
    lookAnew()
  }

  /// The shelves in the order of the tabs: the model's classes, others that were answered, the rest.
  var shelves: [Shelf] {
    let known = session.classes.map(\.label)
    let further = (gallery?.index.labels.filter { !known.contains($0) } ?? [])
      .sorted { $0.rawValue < $1.rawValue }
    return (known + further).map { .label($0) } + [.rest, .unsure, .open]
  }

  mutating func takeInGallery(_ key: Key) -> [Effect] {
    guard let gallery else {
      mode = .desk
      return []
    }
    if let question = gallery.question { return takeAnswer(key, to: question) }
    if let command = GalleryKeys.command(for: key) {
      message = nil
      return perform(command)
    }
    switch keymap.command(for: key) {
    case .label(let index): return move(to: session.classes[index].label)
    case .other: return move(to: .other)
    case .unidentified: return move(to: .unidentified)
    case .undo: return stepInGallery(.undo)
    case .redo: return stepInGallery(.redo)
    case .gallery:
      closeGallery()
      return []
    case .retry: return perform(.retry)
    case .help: return perform(.help)
    case .redraw: return [.redraw]
    case .suspend: return [.suspend]
    case .quitNow: return perform(.quitNow)
    default:
      message = Message(
        kind: .warning,
        text: "\(key.shown) does nothing in the gallery: \(self.key(.help)) shows the keys")
      return []
    }
  }

  private mutating func perform(_ command: GalleryCommand) -> [Effect] {
    let layout = GalleryLayout(size: size)
    guard let gallery else { return [] }
    switch command {
    case .left: self.gallery?.moveCursor(by: -1)
    case .right: self.gallery?.moveCursor(by: 1)
    case .up: self.gallery?.moveCursor(by: -layout.columns)
    case .down: self.gallery?.moveCursor(by: layout.columns)
    case .pageUp: self.gallery?.moveCursor(by: -layout.count)
    case .pageDown: self.gallery?.moveCursor(by: layout.count)
    case .first: self.gallery?.moveCursor(to: 0)
    case .last: self.gallery?.moveCursor(to: gallery.count - 1)
    case .nextShelf: turnShelf(by: 1)
    case .previousShelf: turnShelf(by: -1)
    case .mark: mark()
    case .open: openAtDesk()
    case .dropMarks:
      if gallery.marked.isEmpty { closeGallery() } else { self.gallery?.clearMarks() }
    case .leave: closeGallery()
    }
    return []
  }

  private mutating func turnShelf(by step: Int) {
    guard let gallery else { return }
    let shelves = shelves
    let place = shelves.firstIndex(of: gallery.shelf) ?? 0
    self.gallery?.show(shelves[(place + step + shelves.count) % shelves.count])
  }

  /// Opens the cell under the cursor at the desk.
  private mutating func openAtDesk() {
    guard let subject = gallery?.subject else {
      message = Message(kind: .warning, text: "no cell here to open")
      return
    }
    guard row(of: subject.image) != nil else {
      message = Message(
        kind: .warning,
        text:
          "the filter keeps \(shortName(subject.image)) off the list: \(key(.filter)) changes it")
      return
    }
    closeGallery()
    show(subject)
  }

  /// Undo and redo as at the desk; the cursor goes to the cell if the page shows it.
  private mutating func stepInGallery(_ command: Command) -> [Effect] {
    let effects = perform(command)
    if let step = command == .undo ? redoStack.last : undoStack.last, !effects.isEmpty {
      gallery?.place(on: Subject(image: step.image, cell: step.cell))
    }
    return effects
  }

  // MARK: What the world does meanwhile

  /// Takes what is known now of a picture's cells.
  mutating func noteInGallery(_ image: ImagePath) {
    guard gallery != nil, catalogue.index(of: image) != nil else { return }
    let items = galleryItems(of: image)
    gallery?.put(items, of: image)
  }

  /// After every event: what can be seen, and for how long it has been.
  mutating func keepGallery() {
    guard gallery != nil else { return }
    guard GalleryLayout.fits(size) else {
      closeGallery()
      message = Message(kind: .warning, text: galleryNeeds)
      return
    }
    let layout = GalleryLayout(size: size)
    gallery?.keepCursorVisible(layout)
    let seen =
      mode == .gallery
      ? galleryThumbnails.filter { thumbnails[$0.request]?.isDrawn == true }.map(\.subject) : []
    let now = now
    gallery?.look(at: Set(seen), now: now)
  }

  /// The thumbnails on screen.
  var galleryThumbnails: [(subject: Subject, request: ThumbnailRequest)] {
    guard let gallery else { return [] }
    let layout = GalleryLayout(size: size)
    return gallery.visible(layout).compactMap { place in
      let subject = gallery.subject(at: place)
      return thumbnailRequest(of: subject, side: layout.side).map { (subject, $0) }
    }
  }

  func thumbnailRequest(of subject: Subject, side: Int) -> ThumbnailRequest? {
    let review = review[subject.image]
    guard let sha256 = review.sha256 else { return nil }
    let box = subject.cell.flatMap { review.cell($0)?.box }
    return ThumbnailRequest(image: subject.image, sha256: sha256, box: box, side: side)
  }

  /// Why there is no gallery on this screen.
  var galleryNeeds: String {
    let needed = GalleryLayout.smallest
    return "the gallery needs \(needed.columns) x \(needed.rows) characters, "
      + "this window has \(size.columns) x \(size.rows): enlarge it"
  }
}

extension Thumbnail.Content {
  var isDrawn: Bool { if case .drawn = self { true } else { false } }
}
