public import Review
public import Screen

/// A small picture of a cell that is wanted.
public struct ThumbnailRequest: Hashable, Sendable {
  public let image: ImagePath
  /// The content the cell was found in; of a file that holds another nothing is drawn.
  public let sha256: String
  /// The part of the picture, a square; nil for all of it.
  public let region: Box?
  /// Side of the thumbnail in pixels.
  public let side: Int

  /// A request for `region` of `image` in `side` by `side` pixels.
  public init(image: ImagePath, sha256: String, region: Box?, side: Int) {
    self.image = image
    self.sha256 = sha256
    self.region = region
    self.side = side
  }

  /// A request for a cell's box with as much around it as the model sees.
  init(image: ImagePath, sha256: String, box: Box?, side: Int) {
    let region = box.map { box in
      let wide = max(1, Int((Double(max(box.width, box.height)) * State.cellPadding).rounded()))
      return Box(
        x: box.x + (box.width - wide) / 2, y: box.y + (box.height - wide) / 2, width: wide,
        height: wide)
    }
    self.init(image: image, sha256: sha256, region: region, side: side)
  }
}

/// What became of a request.
public struct Thumbnail: Equatable, Sendable {
  /// A picture, or why there is none.
  public enum Content: Equatable, Sendable {
    case drawn(Picture)
    /// The file is no longer there.
    case gone
    /// The file holds another picture now.
    case changed
    case unreadable
  }

  public let request: ThumbnailRequest
  public let content: Content

  /// The answer to `request`.
  public init(request: ThumbnailRequest, content: Content) {
    self.request = request
    self.content = content
  }
}

/// The thumbnails at hand: those on screen, and the latest others while there is room.
struct Thumbnails: Equatable, Sendable {
  /// 16 by 16 pixels take 768 bytes: all together less than half a megabyte.
  static let limit = 512

  private var kept: [ThumbnailRequest: Thumbnail.Content] = [:]
  /// The oldest first.
  private var order: [ThumbnailRequest] = []
  private var wanted: [ThumbnailRequest] = []
  private var isWaiting = false

  var count: Int { kept.count }

  subscript(request: ThumbnailRequest) -> Thumbnail.Content? { kept[request] }

  mutating func take(_ thumbnails: [Thumbnail]) {
    for thumbnail in thumbnails {
      if kept.updateValue(thumbnail.content, forKey: thumbnail.request) == nil {
        order.append(thumbnail.request)
      }
    }
    isWaiting = wanted.contains { kept[$0] == nil }
    guard kept.count > Self.limit else { return }
    let needed = Set(wanted)
    var surplus = kept.count - Self.limit
    order.removeAll { request in
      guard surplus > 0, !needed.contains(request) else { return false }
      surplus -= 1
      kept[request] = nil
      return true
    }
  }

  /// Sets what should be on screen; returns what has to be drawn when that changed, else nil.
  mutating func want(_ requests: [ThumbnailRequest]) -> [ThumbnailRequest]? {
    guard requests != wanted else { return nil }
    wanted = requests
    let missing = requests.filter { kept[$0] == nil }
    // An empty wish lets the worker drop what has scrolled away.
    defer { isWaiting = !missing.isEmpty }
    return missing.isEmpty && !isWaiting ? nil : missing
  }

  /// Lets files that were gone or damaged be tried anew.
  mutating func forgetFailures() {
    func isDrawn(_ request: ThumbnailRequest) -> Bool {
      if case .drawn = kept[request] { true } else { false }
    }
    order.removeAll { !isDrawn($0) }
    kept = kept.filter { if case .drawn = $0.value { true } else { false } }
    wanted = []
  }
}
