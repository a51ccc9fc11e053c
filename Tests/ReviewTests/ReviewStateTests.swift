import Foundation
import Review
import Testing

/// The fold of log entries into reviews.
@Suite struct ReviewStateTests {
  static let path = ImagePath("/smears/a.jpg")
  static let model = ModelIdentity(id: "m", sha256: "00")
  static let sha = String(repeating: "a1", count: 32)

  static func facts(_ sha: String = sha) -> PictureFacts {
    PictureFacts(sha256: sha, bytes: 10, width: 640, height: 480)
  }

  static func found(_ box: Box, _ label: String, sha: String = sha) -> FoundCell {
    FoundCell(
      id: CellID(imageSHA256: sha, box: box), box: box,
      suggestion: Suggestion(
        probabilities: [ClassProbability(label: Label(rawValue: label), probability: 1)],
        label: Label(rawValue: label), status: .ok))
  }

  static func classified(_ cells: [FoundCell], sha: String = sha) -> LogEvent {
    .classified(
      Classification(
        image: path, outcome: .cells(facts(sha), cells), model: model, milliseconds: 1))
  }

  static func decided(_ cell: FoundCell?, _ label: String, sha: String = sha) -> LogEvent {
    .decided(
      Decision(
        image: path, imageSHA256: sha, cell: cell?.id, box: cell?.box,
        label: Label(rawValue: label), kind: .override, suggestion: cell?.suggestion, model: model,
        supersedes: nil, suggestionVisible: true, dwellMilliseconds: 900, queueOrder: "name",
        queuePosition: 1))
  }

  static func state(_ events: LogEvent...) -> ReviewState { state(events) }

  static func state(_ events: [LogEvent]) -> ReviewState {
    ReviewState(
      events.enumerated().map {
        LogEntry(id: EntryID(session: "s", number: $0 + 1), event: $1)
      }, by: "kbm")
  }

  static let left = found(Box(x: 10, y: 10, width: 100, height: 100), "NEUTROPHIL")
  static let right = found(Box(x: 300, y: 12, width: 100, height: 100), "MONOCYTE")

  @Test func `cells stand in reading order and are complete once each has an answer`() {
    let open = Self.state(Self.classified([Self.right, Self.left]))[Self.path]
    #expect(open.cells.map(\.id) == [Self.left.id, Self.right.id])
    #expect(!open.isComplete)
    let done = Self.state(
      Self.classified([Self.right, Self.left]), Self.decided(Self.left, "NEUTROPHIL"),
      Self.decided(Self.right, "LYMPHOCYTE"))[Self.path]
    #expect(done.isComplete)
    #expect(done.decisions.map(\.label.rawValue) == ["NEUTROPHIL", "LYMPHOCYTE"])
  }

  @Test func `an undone answer gives way to the one before it, a redone one comes back`() {
    let events = [
      Self.classified([Self.left]), Self.decided(Self.left, "MONOCYTE"),
      Self.decided(Self.left, "LYMPHOCYTE"),
      LogEvent.undone(image: Self.path, entry: EntryID(session: "s", number: 3)),
      .redone(image: Self.path, entry: EntryID(session: "s", number: 3)),
    ]
    let labels = (2...5).map { count in
      ReviewState(
        events.prefix(count).enumerated().map {
          LogEntry(id: EntryID(session: "s", number: $0 + 1), event: $1)
        }, by: "kbm")[Self.path].cells[0].decision?.label.rawValue
    }
    #expect(labels == ["MONOCYTE", "LYMPHOCYTE", "MONOCYTE", "LYMPHOCYTE"])
  }

  @Test func `a new classification keeps answered cells and drops the others`() {
    let moved = Self.found(Box(x: 14, y: 8, width: 104, height: 98), "EOSINOPHIL")
    let review = Self.state(
      Self.classified([Self.left, Self.right]), Self.decided(Self.left, "NEUTROPHIL"),
      Self.classified([moved]))[Self.path]
    #expect(review.cells.map(\.id) == [Self.left.id])
    #expect(review.cells[0].decision?.label.rawValue == "NEUTROPHIL")
    #expect(review.cells[0].suggestion?.label.rawValue == "EOSINOPHIL")
  }

  @Test func `remarks add up, and what was undone is silent`() {
    func remark(_ kind: Annotation.Kind, _ text: String = "", of entry: Int? = nil) -> LogEvent {
      .annotated(
        Annotation(
          image: Self.path, imageSHA256: Self.sha, cell: Self.left.id, kind: kind, text: text,
          decision: entry.map { EntryID(session: "s", number: $0) }))
    }
    let all = Self.state(
      Self.classified([Self.left]), Self.decided(Self.left, "MONOCYTE"), remark(.flag),
      remark(.note, "vacuoles"), remark(.reason, "blurred", of: 2),
      Self.classified([Self.right]))[Self.path]
    let cell = all.cell(Self.left.id)
    #expect(cell?.remarks.isFlagged == true)
    #expect(cell?.remarks.note == "vacuoles")
    #expect(cell?.remarks.reasons == [EntryID(session: "s", number: 2): "blurred"])
    #expect(all.isFlagged)
    let less = Self.state(
      Self.classified([Self.left]), remark(.flag), remark(.note, "a"), remark(.note, "b"),
      .undone(image: Self.path, entry: EntryID(session: "s", number: 4)), remark(.unflag))[
        Self.path]
    #expect(!less.isFlagged)
    #expect(less.cell(Self.left.id)?.remarks.note == "a")
  }

  @Test func `a flag alone keeps a cell that a new classification no longer finds`() {
    let flagged = LogEvent.annotated(
      Annotation(
        image: Self.path, imageSHA256: Self.sha, cell: Self.left.id, kind: .flag))
    let review = Self.state(Self.classified([Self.left]), flagged, Self.classified([]))[Self.path]
    #expect(review.cells.map(\.id) == [Self.left.id])
  }

  @Test func `the last identity of a directory holds`() {
    let first = SlideIdentity(of: ImagePath("/smears"), reviewer: "kbm")
    let second = SlideIdentity(
      directory: ImagePath("/smears"), specimen: "7", slide: "b", reviewer: "kbm", targetCount: 100
    )
    #expect(first.slide == "smears")
    #expect(
      Self.state(.identified(first), .identified(second)).identities == [
        ImagePath("/smears"): second
      ])
  }

  @Test func `a replaced file starts a review of its own and keeps the old one`() {
    let other = String(repeating: "b2", count: 32)
    let state = Self.state(
      Self.classified([Self.left]), Self.decided(Self.left, "NEUTROPHIL"),
      Self.classified([Self.found(Self.left.box, "MONOCYTE", sha: other)], sha: other))
    #expect(state[Self.path].decisions.isEmpty)
    #expect(state[Self.path].sha256 == other)
    #expect(state.reviews(of: Self.path).count == 2)
    #expect(state.reviews(of: Self.path)[0].decisions.count == 1)
  }

  @Test func `a field without cells is complete with one answer for the whole`() {
    let empty = Self.state(Self.classified([]))[Self.path]
    #expect(empty.hasNoCell && !empty.isComplete)
    let done = Self.state(Self.classified([]), Self.decided(nil, "NO_CELL"))[Self.path]
    #expect(done.isComplete)
  }

  @Test func `entries keep every byte through JSON, names that are no UTF-8 too`() throws {
    let odd = ImagePath(bytes: [0x2F, 0xFF, 0x61, 0x0A])
    for event in [
      Self.classified([Self.left, Self.right]), Self.decided(Self.left, "NEUTROPHIL"),
      .undone(image: odd, entry: EntryID(session: "s", number: 9)),
      .opened(directory: odd, application: "h 1", model: nil),
    ] {
      let entry = LogEntry(id: EntryID(session: "s", number: 1), event: event)
      let data = try JSONEncoder().encode(entry)
      #expect(try JSONDecoder().decode(LogEntry.self, from: data) == entry)
    }
  }

  @Test func `intersection over union of equal, half and apart boxes`() {
    let box = Box(x: 0, y: 0, width: 10, height: 10)
    #expect(box.intersectionOverUnion(box) == 1)
    #expect(box.intersectionOverUnion(Box(x: 5, y: 0, width: 10, height: 10)) == 1.0 / 3)
    #expect(box.intersectionOverUnion(Box(x: 10, y: 0, width: 10, height: 10)) == 0)
  }

  @Test func `paths come apart and together byte for byte`() {
    let path = ImagePath("/a/b/c.jpg")
    #expect(path.fileName == ImagePath("c.jpg"))
    #expect(path.directory == ImagePath("/a/b"))
    #expect(path.relative(to: ImagePath("/a")) == ImagePath("b/c.jpg"))
    #expect(path.relative(to: ImagePath("/x")) == path)
    #expect(ImagePath("/a.jpg").directory == ImagePath("/"))
    #expect(ImagePath("/").appending(ImagePath("a")) == ImagePath("/a"))
  }

  @Test func `the differential counts answered cells and leaves erythroblasts out of the total`() {
    let classes = [("NEUTROPHIL", true), ("ERYTHROBLAST", false)].map {
      CellClass(
        code: $0.0, name: $0.0, short: $0.0, letter: "N", core: true, countsInTotal: $0.1)
    }
    let decisions = ["NEUTROPHIL", "NEUTROPHIL", "ERYTHROBLAST", "OTHER"].compactMap {
      label -> Decision? in
      guard case .decided(let decision) = Self.decided(Self.left, label) else { return nil }
      return decision
    }
    let differential = Differential(decisions: decisions, classes: classes)
    #expect(differential.total == 2)
    #expect(differential.percentage(of: Label(rawValue: "NEUTROPHIL")) == 100)
    #expect(differential.count(of: .other) == 1)
    #expect(Differential(decisions: [], classes: classes).percentage(of: .other) == nil)
  }
}
