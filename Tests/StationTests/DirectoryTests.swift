import Review
import Screen
import Station
import Testing

/// Pictures that come and go while the technician works: nothing moves under the hands.
@Suite struct DirectoryTests {
  static func path(_ name: String) -> ImagePath { ImagePath("/smears/\(name)") }

  @Test func `new pictures take their place by name and the selection stays`() {
    var desk = Rehearsal(images: 6)
    desk.press(.character("j"), .character("j"))
    desk.send(.appeared([Self.path("field-0015.jpg"), Self.path("field-900.jpg")]))
    #expect(desk.state.images.count == 8)
    #expect(desk.state.image == Self.path("field-003.jpg"))
    #expect(desk.state.selected == 3)
    #expect(desk.status.contains("2 pictures are new"))
    // Told twice they are there once.
    desk.send(.appeared([Self.path("field-900.jpg")]))
    #expect(desk.state.images.count == 8)
  }

  @Test func `rows on screen stay in place while pictures come before them`() {
    var desk = Rehearsal(images: 200)
    desk.press(.end)
    let rows = desk.screen.dropFirst(2).prefix(10).map { $0.prefix(20) }
    desk.send(.appeared((0..<50).map { Self.path("earlier-\($0).jpg") }))
    #expect(desk.screen.dropFirst(2).prefix(10).map { $0.prefix(20) } == rows)
    #expect(desk.shows("250/250"))
  }

  @Test func `a first picture in an empty directory is shown`() {
    var desk = Rehearsal(images: 0)
    #expect(desk.shows("no pictures"))
    desk.send(.appeared([Self.path("a.jpg")]))
    #expect(desk.state.image == Self.path("a.jpg"))
    #expect(desk.state.shown?.request.image == Self.path("a.jpg"))
  }

  @Test func `a gone picture keeps row, answer and selection, and says that it is gone`() throws {
    var desk = AnswerTests.classified()
    desk.press(.character("1"))
    desk.send(.vanished([Self.path("field-001.jpg"), Self.path("field-004.jpg")]))
    #expect(desk.state.images.count == 4)
    #expect(desk.state.selected == 1)
    #expect(desk.shows("2 gone"))
    #expect(desk.shows("gone Neu>Eos"))
    #expect(desk.state.catalogue.total.answers.values.reduce(0, +) == 1)
    desk.send(.vanished([Self.path("field-002.jpg")]))
    #expect(desk.state.selected == 1)
    #expect(desk.status.contains("field-002.jpg is gone from the disk: its answers stay"))
    desk.send(.appeared(["field-001.jpg", "field-002.jpg", "field-004.jpg"].map { Self.path($0) }))
    #expect(!desk.shows("gone"))
    #expect(desk.status.contains("field-002.jpg is there again"))
    #expect(desk.state.catalogue.total.gone == 0)
  }

  @Test func `a name that was never listed cannot go`() {
    var desk = Rehearsal(images: 3)
    let before = desk.state
    desk.send(.vanished([ImagePath("/smears/other.jpg")]))
    #expect(desk.state == before)
  }

  @Test func `a file that was written anew is drawn again, the old answers stay with the old one`()
  {
    var desk = AnswerTests.classified()
    desk.press(.character("1"), .character("k"))
    let path = Self.path("field-001.jpg")
    let effects = desk.effects.count
    desk.send(.appeared([path]))
    let new = desk.effects.dropFirst(effects)
    #expect(new.contains(.readContent([path])))
    #expect(
      new.contains { if case .draw(let request) = $0 { request.image == path } else { false } })
    #expect(desk.state.imageReview.isComplete, "the content is the same")

    desk.press(.character("j"))
    desk.send(.contentRead(path, sha256: String(repeating: "f", count: 64)))
    #expect(desk.status.contains("holds another picture now"))
    #expect(!desk.state.review[path].isComplete)
    #expect(desk.state.catalogue.total.reviewed == 0)
    #expect(desk.state.image == Self.path("field-002.jpg"))
    #expect(desk.state.review.reviews(of: path).count == 2)
    // The old picture comes back, and with it its answer.
    desk.send(.contentRead(path, sha256: Rehearsal.facts(path).sha256))
    #expect(desk.state.review[path].isComplete)
    #expect(desk.state.catalogue.total.reviewed == 1)
  }

  @Test func `a drawn picture of other content than the log knows starts a review of its own`() {
    var first = AnswerTests.classified()
    first.press(.character("1"))
    let path = Self.path("field-001.jpg")
    var other = Rehearsal(images: 0, session: "s2")
    other.state = State(session: other.state.session, size: other.state.size)
    other.send(.listed([path]))
    guard let shown = other.state.shown, case .drawn(let drawn) = shown.content else {
      Issue.record("no picture")
      return
    }
    // Its history comes after the picture, and speaks of another one.
    var entries = first.log
    entries = entries.map { entry in
      guard case .decided(let decision) = entry.event else { return entry }
      return LogEntry(
        id: entry.id,
        event: .decided(
          Decision(
            image: path, imageSHA256: String(repeating: "e", count: 64), cell: decision.cell,
            box: decision.box, label: decision.label, kind: decision.kind, suggestion: nil,
            model: nil, supersedes: nil, suggestionVisible: false, dwellMilliseconds: 0,
            queueOrder: "name", queuePosition: 1)))
    }
    let decided = entries.filter { if case .decided = $0.event { true } else { false } }
    other.send(.history(Rehearsal.records(decided)))
    #expect(other.state.imageReview.sha256 == drawn.facts.sha256)
    #expect(other.state.imageReview.decisions.isEmpty)
    #expect(other.state.review.reviews(of: path).count == 2)
  }

  @Test func `the first names are shown while the rest is sorted, and nothing jumps`() {
    var desk = Rehearsal(images: 0)
    desk.state = State(session: desk.state.session, size: desk.state.size)
    let all = (100..<400).map { Self.path("p\($0).jpg") }
    desk.send(.listedFirst(Array(all.prefix(50))))
    #expect(desk.shows("pictures 1/50+"))
    #expect(desk.state.shown?.request.image == all[0])
    desk.press(.character("j"), .character("j"))
    desk.send(.listed(all))
    #expect(desk.state.image == all[2])
    #expect(desk.shows("pictures 3/300"))
    #expect(!desk.shows("300+"))
  }

  @Test func `no label is taken while earlier answers are still being read`() {
    var desk = AnswerTests.classified()
    let log = desk.records
    desk.state = State(session: desk.state.session, size: desk.state.size)
    desk.send(.listed((1...4).map { Self.path("field-00\($0).jpg") }))
    desk.send(.historyPart(Array(log.prefix(3))))
    desk.press(.character("1"))
    #expect(desk.decisions.isEmpty)
    #expect(desk.status.contains("earlier answers are still being read"))
    desk.send(.history(Array(log.dropFirst(3))))
    desk.press(.character("1"))
    #expect(desk.decisions.count == 1)
  }

  @Test func `a history that could not be read is read by R`() {
    var desk = Rehearsal(images: 2)
    desk.state = State(session: desk.state.session, size: desk.state.size)
    desk.send(.listed([Self.path("field-001.jpg")]))
    desk.send(.recordFailed([], RecordTests.full))
    let before = desk.effects.count
    desk.press(.character("R"))
    #expect(desk.effects.dropFirst(before).contains(.loadHistory(directory: ImagePath("/smears"))))
  }
}
