/// What a log says when read from its start: every picture's review. Live, it grows entry by entry.
public struct ReviewState: Hashable, Sendable {
  /// For each path the contents it held, latest last; a file that was replaced has two reviews.
  private var byPath: [ImagePath: [ImageReview]] = [:]

  /// What was said last of each directory.
  public private(set) var identities: [ImagePath: SlideIdentity] = [:]

  /// The signatures under each directory's result.
  public private(set) var signatures: [ImagePath: SlideSignatures] = [:]

  /// The model that spoke last, to be held once and not by every picture.
  private var lastModel = Aside<ModelIdentity>()

  /// A state before any entry.
  public init() {}

  /// The state after all of `records`.
  public init(_ records: some Sequence<LogRecord>) {
    for record in records { apply(record.entry, by: record.identity.reviewer) }
  }

  /// The state after all of `entries` of one reviewer.
  public init(_ entries: some Sequence<LogEntry>, by reviewer: String) {
    for entry in entries { apply(entry, by: reviewer) }
  }

  /// The review of the content that `path` held last; an untouched one when there is none.
  public subscript(path: ImagePath) -> ImageReview { byPath[path]?.last ?? ImageReview() }

  /// Every review of a path, latest content last.
  public func reviews(of path: ImagePath) -> [ImageReview] { byPath[path] ?? [] }

  /// Paths with any entry, sorted.
  public var paths: [ImagePath] { byPath.keys.sorted() }

  /// The same in no order.
  public var knownPaths: some Collection<ImagePath> { byPath.keys }

  /// Takes the next entry of the log.
  ///
  /// - Parameters:
  ///   - reviewer: Who wrote the entry.
  ///   - path: The entry's own path as somebody else holds it, to be kept in its place.
  public mutating func apply(_ entry: LogEntry, by reviewer: String, at path: ImagePath? = nil) {
    noteChange(entry)
    switch entry.event {
    case .opened, .exported, .checkPlanned, .secondPlanned, .merged, .gatePlanned, .modelChanged:
      break
    case .identified(let identity):
      identities[identity.directory] = identity
    case .signed(let signOff):
      signatures[signOff.directory, default: SlideSignatures()].sign(
        Signature(entry: entry.id, signOff: signOff))
    case .classified(let classification):
      let content: String? =
        if case .cells(let facts, _) = classification.outcome { facts.sha256 } else { nil }
      let classification = classification.sharing(lastModel.value)
      lastModel.value = classification.model
      change(path ?? classification.image, content: content) { $0.apply(classification) }
    case .decided(let decision):
      let image = path ?? decision.image
      change(image, content: decision.imageSHA256) {
        $0.apply(
          .decided(decision.sharing($0, image)), to: decision.cell, content: decision.imageSHA256,
          entry: entry.id, by: reviewer)
      }
    case .placed(let event):
      take(.placed(event), event.image, event.cell, event.imageSHA256, entry, reviewer)
    case .annotated(let event):
      take(.annotated(event), event.image, event.cell, event.imageSHA256, entry, reviewer)
    case .secondRead(let event):
      take(.reread(event), event.image, event.cell, event.imageSHA256, entry, reviewer)
    case .adjudicated(let event):
      take(.adjudicated(event), event.image, event.cell, event.imageSHA256, entry, reviewer)
    case .compared(let event):
      take(.compared(event), event.image, event.cell, event.imageSHA256, entry, reviewer)
    case .undone(let image, let undone):
      setHolds(false, image: image, entry: undone)
    case .redone(let image, let redone):
      setHolds(true, image: image, entry: redone)
    }
  }

  private mutating func take(
    _ action: ReviewCell.Action, _ image: ImagePath, _ cell: CellID?, _ content: String,
    _ entry: LogEntry, _ reviewer: String
  ) {
    change(image, content: content) {
      $0.apply(action, to: cell, content: content, entry: entry.id, by: reviewer)
    }
  }

  /// A change below a signed directory makes its result preliminary again.
  private mutating func noteChange(_ entry: LogEntry) {
    guard !signatures.isEmpty, entry.event.changesResult, let image = entry.event.image else {
      return
    }
    for directory in signatures.keys where image.relative(to: directory) != image {
      signatures[directory]?.noteChange(entry.id)
    }
  }

  /// Lets entries that could not be written no longer count (or count again, on a retry).
  public mutating func setHolds(_ holds: Bool, image: ImagePath, entry: EntryID) {
    guard let reviews = byPath[image] else { return }
    for index in reviews.indices where reviews[index].contains(entry) {
      byPath[image]?[index].setHolds(holds, entry: entry)
    }
  }

  /// The same for a signature.
  public mutating func setHolds(_ holds: Bool, signatureOf directory: ImagePath, entry: EntryID) {
    signatures[directory]?.setHolds(holds, entry: entry)
  }

  /// Lets the review of this content be the path's latest one: the file was found to hold it.
  public mutating func see(_ content: String, in path: ImagePath) {
    change(path, content: content) { _ in }
  }

  /// Changes the review of this content, which becomes the path's latest one.
  private mutating func change(
    _ path: ImagePath, content: String?, _ body: (inout ImageReview) -> Void
  ) {
    var reviews = byPath[path] ?? []
    let index =
      content == nil
      ? reviews.indices.last
      : reviews.lastIndex { $0.sha256 == content || $0.sha256 == nil }
    var review = index.map { reviews.remove(at: $0) } ?? ImageReview(sha256: content)
    body(&review)
    reviews.append(review)
    byPath[path] = reviews
  }
}
