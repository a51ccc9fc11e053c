/// What a log says when read from its start: every picture's review. Live, it grows entry by entry.
public struct ReviewState: Hashable, Sendable {
  /// For each path the contents it held, latest last; a file that was replaced has two reviews.
  private var byPath: [ImagePath: [ImageReview]] = [:]

  /// What was said last of each directory.
  public private(set) var identities: [ImagePath: SlideIdentity] = [:]

  /// The model that spoke last, to be held once and not by every picture.
  private var lastModel = Aside<ModelIdentity>()

  /// A state before any entry.
  public init() {}

  /// The state after all of `entries`.
  public init(_ entries: some Sequence<LogEntry>) {
    for entry in entries { apply(entry) }
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
  /// - Parameter path: The entry's own path as somebody else holds it, to be kept in its place.
  public mutating func apply(_ entry: LogEntry, at path: ImagePath? = nil) {
    switch entry.event {
    case .opened, .exported, .checkPlanned:
      break
    case .identified(let identity):
      identities[identity.directory] = identity
    case .annotated(let annotation):
      change(annotation.image, content: annotation.imageSHA256) {
        $0.apply(annotation, entry: entry.id)
      }
    case .classified(let classification):
      let content: String? =
        if case .cells(let facts, _) = classification.outcome { facts.sha256 } else { nil }
      let classification = classification.sharing(lastModel.value)
      lastModel.value = classification.model
      change(path ?? classification.image, content: content) { $0.apply(classification) }
    case .placed(let placement):
      change(placement.image, content: placement.imageSHA256) {
        $0.apply(placement, entry: entry.id)
      }
    case .decided(let decision):
      let image = path ?? decision.image
      change(image, content: decision.imageSHA256) {
        $0.apply(decision.sharing($0, image), entry: entry.id)
      }
    case .undone(let image, let undone):
      setHolds(false, image: image, entry: undone)
    case .redone(let image, let redone):
      setHolds(true, image: image, entry: redone)
    }
  }

  /// Lets entries that could not be written no longer count (or count again, on a retry).
  public mutating func setHolds(_ holds: Bool, image: ImagePath, entry: EntryID) {
    guard let reviews = byPath[image] else { return }
    for index in reviews.indices where reviews[index].contains(entry) {
      byPath[image]?[index].setHolds(holds, entry: entry)
    }
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
