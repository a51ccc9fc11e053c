/// What the pictures of a slide add up to, taken in one after the other while a log is read.
public struct SlideCount: Hashable, Sendable {
  /// Answers that count, by label.
  public private(set) var all: [Label: Int] = [:]
  /// Those of them that belong to a sample.
  public private(set) var sample: [Label: Int] = [:]
  /// Cells with different answers that nobody decided between.
  public private(set) var contested = 0
  /// Cells that a second reader saw otherwise, with nobody having decided.
  public private(set) var disputed = 0
  public private(set) var amendments: [Amendment] = []
  public private(set) var overridden = OverriddenCells()
  /// Who gave answers.
  public private(set) var reviewers: [String] = []
  /// The models whose suggestions were judged.
  public private(set) var models: [ModelIdentity] = []

  /// Nothing taken in yet.
  public init() {}

  /// Whether anything was answered.
  public var isEmpty: Bool { all.isEmpty && contested == 0 && amendments.isEmpty }

  /// Takes in one picture.
  ///
  /// - Parameters:
  ///   - records: All records about the picture, oldest first.
  ///   - signatures: The slide's signatures, oldest first.
  /// - Returns: The review that the records add up to.
  @discardableResult
  public mutating func add(
    _ image: ImagePath, _ records: [LogRecord], signatures: [SignedResult]
  ) -> ImageReview {
    let review = ReviewState(records)[image]
    let labels = PictureLabels(review)
    for label in labels.all { all[label, default: 0] += 1 }
    for label in labels.sample { sample[label, default: 0] += 1 }
    contested += review.contestedCount
    disputed += review.disputedCount
    for model in review.decisions.compactMap(\.model) where !models.contains(model) {
      models.append(model)
    }
    for record in records {
      guard case .decided = record.entry.event else { continue }
      let reviewer = record.identity.reviewer
      if !reviewers.contains(reviewer) { reviewers.append(reviewer) }
    }
    overridden.add(review, image)
    amendments += Amendment.all(of: image, in: records, signatures: signatures)
    return review
  }
}

/// A cell where the technician's word differs from the suggestion.
public struct OverriddenCell: Hashable, Sendable {
  public private(set) var image: ImagePath
  /// The content that was judged.
  public let imageSHA256: String
  public let box: Box
  /// What the model said; nil when it said nothing.
  public let suggested: Label?
  /// What the cell counts as.
  public let label: Label
  public let reason: String?

  /// The same without the picture's name.
  public func named(by names: PrivateNames) -> OverriddenCell {
    var cell = self
    cell.image = names.picture(imageSHA256)
    return cell
  }
}

/// The overridden cells of a slide: how many, and the first few to be shown.
public struct OverriddenCells: Hashable, Sendable {
  /// No more than this many are kept: a page has no room for more.
  public static let shown = 12

  public private(set) var count = 0
  /// The first ones, in the order of the pictures' names.
  public private(set) var first: [OverriddenCell] = []

  /// None yet.
  public init() {}

  func named(by names: PrivateNames) -> OverriddenCells {
    var cells = self
    cells.first = first.map { $0.named(by: names) }
    return cells
  }

  mutating func add(_ review: ImageReview, _ image: ImagePath) {
    for cell in review.cells {
      guard let verdict = cell.verdict, let entry = cell.decisionEntry,
        verdict.label != verdict.decision.suggestion?.label, let box = verdict.decision.box
      else { continue }
      count += 1
      guard first.count < Self.shown else { continue }
      first.append(
        OverriddenCell(
          image: image, imageSHA256: verdict.decision.imageSHA256, box: box,
          suggested: verdict.decision.suggestion?.label, label: verdict.label,
          reason: cell.remarks.reasons[entry] ?? verdict.decision.reason))
    }
  }
}
