public import Review
import Screen

/// A picture whose cells are to be measured.
public struct FieldRequest: Hashable, Sendable {
  public let image: ImagePath
  /// The content that the boxes belong to; nil when it was not looked at yet.
  public let imageSHA256: String?
  /// Boxes of its white cells; nil to find them.
  public let boxes: [Box]?

  /// A request for everything that can be measured in a picture.
  public init(image: ImagePath, imageSHA256: String?, boxes: [Box]?) {
    self.image = image
    self.imageSHA256 = imageSHA256
    self.boxes = boxes
  }
}

/// The page of a picture's measures.
public struct FieldPage: Equatable, Sendable {
  enum Answer: Equatable, Sendable {
    case found(FieldSummary)
    case failed(Notice)
  }

  let request: FieldRequest
  /// Nil while it is being measured.
  var answer: Answer?
  /// All fields measured in this session together, and how many; nil for one alone.
  var together: Together?
  var scroll = Scroll()

  struct Together: Equatable, Sendable {
    let fields: Int
    let figures: RedCellFigures
    let platelets: Int
  }
}

extension State {
  /// Opens the page of the selected picture's measures and asks for them.
  mutating func openField() -> [Effect] {
    guard let image else { return [] }
    let boxes = imageReview.sha256 == nil ? nil : imageReview.cells.compactMap(\.box)
    let request = FieldRequest(image: image, imageSHA256: imageReview.sha256, boxes: boxes)
    mode = .field(FieldPage(request: request))
    return [.measure(request)]
  }

  mutating func takeField(_ answer: FieldPage.Answer, of request: FieldRequest) {
    if case .found(let field) = answer { measuredFields[request.image] = field }
    guard case .field(var page) = mode, page.request == request else { return }
    page.answer = answer
    if measuredFields.count > 1 {
      let suitable = RedCellFigures.suitable(measuredFields.values)
      page.together = FieldPage.Together(
        fields: suitable.count, figures: RedCellFigures(of: suitable),
        platelets: suitable.reduce(0) { $0 + $1.platelets.count })
    }
    mode = .field(page)
  }

  mutating func takeInField(_ key: Key, _ page: FieldPage) -> [Effect] {
    if let effects = takeOnPage(key, openedBy: .measure) { return effects }
    var page = page
    switch key {
    case .right, .left:
      let last = selected
      select(selected + (key == .right ? 1 : -1))
      return selected == last ? [] : openField()
    default:
      let lines = FieldLines(page, self).lines.count
      guard page.scroll.take(key, lines: lines, rows: Frame.pageRows(size)) else { return [] }
    }
    mode = .field(page)
    return []
  }

  /// Whether measures of white cells may be shown: as long as an answer is wanted without a suggestion, the
  /// count of lobes is one.
  var showsWhiteCellMeasures: Bool {
    !guards.isBlind && check == nil && second == nil && settled == nil
      && imageReview.cells.allSatisfy { hiddenReason(of: $0) == nil }
  }
}

extension Frame {
  mutating func fieldPage(_ state: State, _ page: FieldPage) {
    pageTitle(
      "measures of \(page.request.image.relative(to: state.session.directory).lossyText)")
    let more = pageLines(FieldLines(page, state).lines, page.scroll)
    pageMessage(state)
    pageKeys([("← →", "other picture"), ("↓ ↑", "scroll\(more)"), ("q", "back")])
  }
}
