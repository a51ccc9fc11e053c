import Review
import Screen
import Station
import Testing

/// The laboratory's own examples of a class beside the cell in question.
@Suite struct ReferenceTests {
  static func example(_ number: Int, _ label: String = "MONOCYTE", reviewer: String = "anna")
    -> ReferenceCell
  {
    let image = ImagePath("/smears/earlier/old-\(number).jpg")
    let sha256 = Rehearsal.facts(image).sha256
    let box = Box(x: 10 * number, y: 20, width: 100, height: 90)
    return ReferenceCell(
      Decision(
        image: image, imageSHA256: sha256, cell: CellID(imageSHA256: sha256, box: box), box: box,
        label: Label(rawValue: label), kind: .confirm, suggestion: nil, model: nil,
        supersedes: nil, suggestionVisible: true, dwellMilliseconds: 900, queueOrder: "name",
        queuePosition: 1),
      reviewer: reviewer, day: "2026-11-2\(number)")
  }

  /// At the unsure monocyte of the second picture, with eight examples in the log.
  static func inDoubt(_ size: Size = Size(columns: 120, rows: 40)) -> Rehearsal {
    var desk = AnswerTests.classified(Rehearsal(images: 4, size: size))
    desk.examples[Label(rawValue: "MONOCYTE")] = (1...8).map { example($0) }
    desk.press(.character("j"), .tab)
    return desk
  }

  @Test(arguments: [(80, 24), (120, 40), (200, 60)])
  func `examples name their file, who named them and when`(columns: Int, rows: Int) throws {
    var desk = Self.inDoubt(Size(columns: columns, rows: rows))
    desk.press(.character("r"))
    desk.expect("reference: monocyte")
    desk.expect("old-1.jpg")
    desk.expect("anna")
    desk.expect(columns == 200 ? "2026-11-26" : "11-21")
  }

  @Test func `r goes from the likeliest class to the next and to none`() {
    var desk = Self.inDoubt()
    desk.press(.character("r"), .character("r"))
    desk.expect("reference 2: ")
    desk.expect("no confirmed")
    desk.press(.character("r"))
    #expect(!desk.shows("reference"))
  }

  @Test func `a file that is gone or holds another picture is no example`() {
    var desk = Self.inDoubt(Size(columns: 200, rows: 60))
    desk.thumbnails = ["old-1.jpg": .gone, "old-3.jpg": .changed]
    desk.press(.character("r"))
    #expect(!desk.shows("old-1.jpg"))
    #expect(!desk.shows("old-3.jpg"))
    for number in [2, 4, 5, 6, 7, 8] { desk.expect("old-\(number).jpg") }
    for number in 1...8 { desk.thumbnails["old-\(number).jpg"] = .gone }
    desk.press(.character("r"), .character("r"), .character("r"))
    desk.expect("8 confirmed monocyte")
    desk.expect("but their files are gone")
  }

  @Test func `the cell in question is no example for itself`() throws {
    var desk = Self.inDoubt()
    let cell = try #require(desk.state.cell)
    let image = try #require(desk.state.image)
    desk.examples[Label(rawValue: "MONOCYTE")] = [
      ReferenceCell(
        Decision(
          image: image, imageSHA256: Rehearsal.facts(image).sha256, cell: cell.id, box: cell.box,
          label: Label(rawValue: "MONOCYTE"), kind: .confirm, suggestion: nil, model: nil,
          supersedes: nil, suggestionVisible: true, dwellMilliseconds: 900, queueOrder: "name",
          queuePosition: 1), reviewer: "kbm", day: "2026-11-25")
    ]
    desk.press(.character("r"))
    desk.expect("no other confirmed")
  }

  @Test func `the log is asked once a class, and again after an answer of it`() {
    var desk = Self.inDoubt()
    func asked() -> [String] {
      desk.effects.compactMap {
        if case .loadReferences(let label) = $0 { label.rawValue } else { nil }
      }
    }
    desk.press(.character("r"))
    #expect(asked() == ["MONOCYTE"])
    desk.press(.tab, .tab)
    #expect(asked() == ["MONOCYTE", "LYMPHOCYTE"])
    desk.press(.character("3"), .tab)
    #expect(asked() == ["MONOCYTE", "LYMPHOCYTE", "MONOCYTE"])
  }

  @Test func `a log that cannot be read says so where the examples would stand`() {
    var desk = Self.inDoubt()
    desk.press(.character("r"))
    desk.send(
      .referencesFailed(
        Label(rawValue: "MONOCYTE"),
        Notice(what: "the log cannot be read", why: "row 7 was altered", cure: "Run verify")))
    desk.expect("row 7 was altered")
    #expect(desk.state.recording.fault == nil, "answers are still taken")
  }

  @Test func `in blind mode examples would tell what is withheld, so there are none`() {
    var desk = Self.inDoubt()
    desk.press(.character("b"), .character("r"))
    desk.expect("no suggestion to show")
    #expect(!desk.shows("old-1.jpg"))
    #expect(!desk.shows("reference: monocyte"))
  }

  @Test func `without room the key says what is needed`() {
    var desk = Self.inDoubt(Size(columns: 60, rows: 18))
    desk.press(.character("r"))
    #expect(desk.status.contains("reference cells need 80 x 24"))
  }
}
