import Review
import Screen
import Station
import Testing

/// What a screen reader is told.
@Suite struct LinearTests {
  /// A desk that speaks.
  private struct Spoken {
    var desk: Rehearsal
    private(set) var lines: [String] = []

    init(_ desk: Rehearsal) { self.desk = desk }

    /// Presses a key and gives what is said of it, its echoes from the log included.
    mutating func press(_ key: Key, after milliseconds: Int = 350) -> [String] {
      let before = desk.state
      desk.press(key, after: milliseconds)
      return Linear.announce(before: before, after: desk.state, isKey: true)
    }

    mutating func send(_ event: Event) -> [String] {
      let before = desk.state
      desk.send(event)
      return Linear.announce(before: before, after: desk.state)
    }
  }

  private func classified() -> Spoken { Spoken(AnswerTests.classified()) }

  @Test func `a picture, a cell and its suggestion are one line`() {
    let spoken = classified()
    #expect(
      Linear.place(spoken.desk.state)
        == "field-001.jpg, picture 1 of 4, cell 1 of 1: suggestion neutrophil 97 %; Space accepts")
  }

  @Test func `moving says the new place, at the end it says so`() {
    var spoken = Spoken(Rehearsal(images: 2))
    #expect(
      spoken.press(.character("j")) == [
        "field-002.jpg, picture 2 of 2: not classified yet; c finds the cells, C all the rest"
      ])
    #expect(spoken.press(.character("j")) == ["this is the last picture"])
    // Said again, because it was asked again.
    #expect(spoken.press(.down) == ["this is the last picture"])
    #expect(spoken.press(.character("g")) == ["g: press g again for: first picture"])
    #expect(spoken.press(.character("g")).last?.hasPrefix("field-001.jpg, picture 1 of 2") ?? false)
  }

  @Test func `an answer is called saved once it is, and the next place follows`() {
    var spoken = Spoken(AnswerTests.classified())
    let lines = spoken.press(.character("1"))
    #expect(
      lines.contains {
        $0.hasPrefix("field-001.jpg") && $0.contains(": saved (u undoes), y says why")
      })
    #expect(!lines.contains { $0.contains("saving") })
    #expect(lines.last?.contains("picture 2 of") ?? false, "\(lines)")
  }

  @Test func `an unsure suggestion, an answer and an empty field are told apart`() {
    var desk = Rehearsal(images: 3)
    desk.cells = [
      "field-001.jpg": [
        Rehearsal.cell("field-001.jpg", index: 2, confidence: 0.45, status: .uncertain),
        Rehearsal.cell("field-001.jpg", x: 400, index: 4, confidence: 0.9, status: .outside),
      ]
    ]
    var spoken = Spoken(desk)
    #expect(
      spoken.press(.character("c")) == [
        "2 white cells found: Tab goes through them",
        "field-001.jpg, picture 1 of 3, cell 1 of 2: suggestion monocyte 45 %, unsure; press a class's key",
      ])
    #expect(
      spoken.press(.tab) == [
        "field-001.jpg, picture 1 of 3, cell 2 of 2: "
          + "suggestion basophil 90 %, outside the main classes; press a class's key"
      ])
    #expect(spoken.press(.character(" ")).first?.contains("another class's key") ?? false)
    _ = spoken.press(.character("4"))
    #expect(
      spoken.press(.tab) == [
        "field-001.jpg, picture 1 of 3, cell 2 of 2: answered neutrophil, suggested was basophil"
      ])
    _ = spoken.press(.character("j"))
    #expect(
      spoken.press(.character("c")).last
        == "field-002.jpg, picture 2 of 3: no white cell found; Space agrees, a adds a box")
    _ = spoken.press(.character(" "))
    #expect(
      spoken.press(.character("k")) == ["field-002.jpg, picture 2 of 3: answered no cell"])
  }

  @Test func `nothing is said while nothing happens`() {
    var spoken = classified()
    let state = spoken.desk.state
    #expect(Linear.announce(before: state, after: state).isEmpty)
    #expect(spoken.send(.clock(milliseconds: 90_000)).isEmpty)
    #expect(spoken.send(.resized(Size(columns: 20, rows: 4))).isEmpty)
  }

  @Test func `the keys are listed as text`() {
    var spoken = classified()
    let lines = spoken.press(.character("?"))
    for binding in Keymap.standard(classes: Rehearsal.classes).groups.flatMap(\.bindings) {
      #expect(lines.contains("\(binding.shown): \(binding.help)"))
    }
    #expect(lines.contains("Answer:"))
  }

  @Test func `a box is placed by ear`() {
    var spoken = classified()
    #expect(
      spoken.press(.character("v")).first?.hasPrefix("box 120 by 130 pixels at 200, 150: ") ?? false
    )
    #expect(spoken.press(.right) == ["box 120 by 130 pixels at 230, 150"])
    let left = spoken.press(.escape)
    #expect(left.first == "box left as it was")
    #expect(left.last?.hasPrefix("field-001.jpg, picture 1 of") ?? false)
  }

  @Test func `a name is found by typing, and only the place is said`() {
    var spoken = Spoken(Rehearsal(images: 6))
    #expect(spoken.press(.character("/")).first?.hasPrefix("find: ") ?? false)
    #expect(spoken.press(.character("0")).isEmpty)
    #expect(spoken.press(.character("4")).isEmpty)
    #expect(spoken.press(.enter).last?.hasPrefix("field-004.jpg, picture 4 of 6") ?? false)
  }

  @Test
  func `a log that takes nothing is said with the cure, and the question before leaving is read`() {
    var desk = AnswerTests.classified()
    desk.logRefuses = RecordTests.full
    var spoken = Spoken(desk)
    let refused = spoken.press(.character("1"))
    #expect(
      refused.contains {
        $0.hasPrefix("not saved, 1 entry held back: ") && $0.hasSuffix("R retries")
      })
    let question = spoken.press(.character("q"))
    #expect(question.contains { $0.contains("y leaves all the same") }, "\(question)")
  }

  @Test func `an unreadable picture and an empty directory are said`() {
    var desk = Rehearsal(images: 2)
    desk.unreadable = ["field-002.jpg"]
    var spoken = Spoken(desk)
    #expect(
      spoken.press(.character("j")).last
        == "field-002.jpg, picture 2 of 2: field-002.jpg cannot be shown: "
        + "the JPEG file ends too early. Save or copy it again from the microscope.")
    #expect(Linear.place(Rehearsal(images: 0).state).hasPrefix("no JPEG or PNG picture here"))
  }

  @Test func `what is hidden on the screen is not said: blind, then told once answered`() {
    var spoken = Spoken(AnswerTests.classified())
    let lines = spoken.press(.character("b"))
    #expect(
      lines.last
        == "field-001.jpg, picture 1 of 4, cell 1 of 1: blind: what is it? Press a class's key, the suggestion comes then"
    )
    let answer = spoken.press(.character("1"))
    #expect(!answer.joined().contains("lymphocyte"), "the next cell is hidden too: \(answer)")
    #expect(
      spoken.press(.character("k")).last
        == "field-001.jpg, picture 1 of 4, cell 1 of 1: answered eosinophil, suggested was neutrophil"
    )
  }

  @Test func `another order, a filter, a flag and a note are part of the place`() {
    var spoken = Spoken(AnswerTests.classified())
    _ = spoken.press(.character("o"))
    let ordered = spoken.press(.character("u"))
    #expect(ordered.first?.hasPrefix("the least sure first") ?? false, "\(ordered)")
    #expect(ordered.last?.contains("picture 1 of 4 by uncertainty") ?? false, "\(ordered)")
    #expect(
      spoken.press(.character("f")).first == "filter: ", "the prompt, then what may be typed")
    #expect(spoken.press(.character("u")).isEmpty)
    for letter in "nsure" { _ = spoken.press(.character(letter)) }
    let filtered = spoken.press(.enter)
    #expect(filtered.last?.contains("picture 1 of 1 by uncertainty, filter unsure") ?? false)
    #expect(spoken.press(.character("m")).last?.hasSuffix("; flagged") ?? false)
    _ = spoken.press(.character("e"))
    for letter in "smudged" { #expect(spoken.press(.character(letter)).isEmpty) }
    #expect(spoken.press(.enter).last?.hasSuffix("; flagged; note: smudged") ?? false)
  }

  @Test func `pages without words of their own are read from the screen, only what is new of them`()
  {
    var spoken = Spoken(GalleryTests.classified(Linear.size))
    let opened = spoken.press(.character("w"))
    #expect(opened.contains { $0.hasPrefix("neutrophil: ") }, "\(opened)")
    #expect(!opened.contains { $0.contains("▀") || $0.contains(researchUseNotice) })
    let moved = spoken.press(.right)
    #expect(moved.contains { $0.hasPrefix("field-") && $0.contains("suggested neutrophil") })
    #expect(moved.count <= 3, "\(moved)")
    _ = spoken.press(.escape)
    let history = spoken.press(.character("h"))
    #expect(history.contains { $0.hasPrefix("history of field-") }, "\(history)")
  }
}
