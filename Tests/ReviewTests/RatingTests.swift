import Review
import Testing

/// What the log says of suggestions, second readings and disagreements.
@Suite struct RatingTests {
  private static let path = ReviewStateTests.path
  private static let cell = ReviewStateTests.left

  private static func id(_ number: Int) -> EntryID { EntryID(session: "s", number: number) }

  private static func decided(
    _ label: String, after earlier: Int? = nil, hidden: HiddenReason? = nil
  ) -> LogEvent {
    .decided(
      Decision(
        image: path, imageSHA256: ReviewStateTests.sha, cell: cell.id, box: cell.box,
        label: Label(rawValue: label), kind: .override, suggestion: cell.suggestion,
        model: ReviewStateTests.model, supersedes: earlier.map { id($0) },
        suggestionVisible: hidden == nil, dwellMilliseconds: 900, queueOrder: "name",
        queuePosition: 1, hidden: hidden))
  }

  private static func read(_ label: String, against first: Int, by reviewer: String) -> LogEvent {
    .secondRead(
      SecondReading(
        image: path, imageSHA256: ReviewStateTests.sha, cell: cell.id, box: cell.box,
        label: Label(rawValue: label), reviewer: reviewer,
        plan: EntryID(session: "p-\(reviewer)", number: 1), first: id(first),
        dwellMilliseconds: 900))
  }

  /// The review after these events, the first of which has the number 2.
  private static func review(_ events: (LogEvent, String)...) -> ImageReview {
    var state = ReviewState()
    state.apply(
      LogEntry(id: id(1), event: ReviewStateTests.classified([cell])), by: "kbm")
    for (number, event) in events.enumerated() {
      state.apply(LogEntry(id: id(number + 2), event: event.0), by: event.1)
    }
    return state[path]
  }

  @Test func `of a suggestion that was seen the answer that holds counts`() throws {
    let review = Self.review(
      (Self.decided("MONOCYTE"), "kbm"), (Self.decided("NEUTROPHIL", after: 2), "kbm"))
    let rated = try #require(review.ratedSuggestions.first)
    #expect(review.ratedSuggestions.count == 1)
    #expect(!rated.isOverride)
    #expect(rated.wasSeen)
    #expect(rated.entry == Self.id(3))
    #expect(rated.model == "m")
    let undone = Self.review(
      (Self.decided("MONOCYTE"), "kbm"), (.undone(image: Self.path, entry: Self.id(2)), "kbm"))
    #expect(undone.ratedSuggestions.isEmpty)
  }

  @Test func `of a withheld suggestion the first answer counts, whatever was said after it`() throws
  {
    let review = Self.review(
      (Self.decided("MONOCYTE", hidden: .blind), "kbm"),
      (Self.decided("NEUTROPHIL", after: 2), "kbm"))
    let rated = try #require(review.ratedSuggestions.first)
    #expect(rated.isOverride)
    #expect(!rated.wasSeen)
    #expect(rated.entry == Self.id(2))
  }

  @Test func `two reviewers who contest a cell each have rated the suggestion`() {
    let review = Self.review(
      (Self.decided("NEUTROPHIL"), "kbm"), (Self.decided("MONOCYTE"), "ase"))
    #expect(Set(review.ratedSuggestions.map(\.reviewer)) == ["kbm", "ase"])
    #expect(review.ratedSuggestions.count { $0.isOverride } == 1)
  }

  @Test func `a second reading is held against the answer it was read against`() throws {
    let review = Self.review(
      (Self.decided("NEUTROPHIL"), "kbm"), (Self.read("MONOCYTE", against: 2, by: "mho"), "mho"),
      (Self.decided("MONOCYTE", after: 2), "kbm"))
    let rating = try #require(review.secondRatings.first)
    #expect(review.secondRatings.count == 1)
    #expect(rating.first.rawValue == "NEUTROPHIL")
    #expect(rating.firstReviewer == "kbm")
    #expect(rating.second.rawValue == "MONOCYTE")
    #expect(rating.secondReviewer == "mho")
    // The answer was changed to what the second reader saw: nothing is left to settle.
    #expect(review.disagreements(in: Self.path).isEmpty)
  }

  @Test func `disagreements name who said what, until and after somebody decides`() throws {
    let open = Self.review(
      (Self.decided("NEUTROPHIL"), "kbm"), (Self.read("MONOCYTE", against: 2, by: "mho"), "mho"),
      (Self.read("NEUTROPHIL", against: 2, by: "ase"), "ase"))
    let disagreement = try #require(open.disagreements(in: Self.path).first)
    #expect(disagreement.words.map(\.reviewer) == ["kbm", "mho"])
    #expect(disagreement.words.map(\.isSecond) == [false, true])
    #expect(disagreement.parties == ["kbm", "mho"])
    #expect(disagreement.isOpen)
    #expect(!disagreement.isContested)
    #expect(disagreement.place == 1)
    #expect(open.disputedCount == 1)

    let settled = Self.review(
      (Self.decided("NEUTROPHIL"), "kbm"), (Self.read("MONOCYTE", against: 2, by: "mho"), "mho"),
      (
        .adjudicated(
          Adjudication(
            image: Self.path, imageSHA256: ReviewStateTests.sha, cell: Self.cell.id,
            label: Label(rawValue: "MONOCYTE"), reviewer: "ase",
            between: [Self.id(2), Self.id(3)])), "ase"
      ))
    let decided = try #require(settled.disagreements(in: Self.path).first)
    #expect(!decided.isOpen)
    #expect(decided.adjudication?.reviewer == "ase")
  }

  @Test func `answers of two stations, of a cell or of a picture, are listed as contested`() throws
  {
    let review = Self.review(
      (Self.decided("NEUTROPHIL"), "kbm"), (Self.decided("MONOCYTE"), "ase"),
      (ReviewStateTests.decided(nil, "OTHER"), "kbm"),
      (ReviewStateTests.decided(nil, "NO_CELL"), "ase"))
    let found = review.disagreements(in: Self.path)
    #expect(found.map(\.isContested) == [true, true])
    #expect(found.map(\.place) == [1, 0])
    #expect(found.last?.cell == nil)
    #expect(review.contestedCount == 2)
  }
}
