import Review
import Screen
import Station
import Testing

/// Where the model looked, over the picture: when it is shown, what it says, and when it must not be.
@Suite struct HeatTests {
  private func asked(_ desk: Rehearsal) -> [ExplanationRequest] {
    desk.effects.compactMap { if case .explain(let request) = $0 { request } else { nil } }
  }

  /// Frame cells whose colours differ from those of the same desk without heat.
  private func changed(_ desk: Rehearsal, from other: Rehearsal) -> Int {
    zip(
      render(desk.state, size: desk.state.size).glyphs,
      render(other.state, size: other.state.size).glyphs
    ).count { $0 != $1 }
  }

  @Test func `x shows the heat of the suggestion with its key, x takes it off`() {
    let plain = AnswerTests.classified()
    var desk = plain
    desk.press(.character("x"))
    #expect(asked(desk).map(\.box) == [Box(x: 200, y: 150, width: 120, height: 130)])
    desk.expect("heat of Neu 0")
    #expect(
      desk.status.contains("heat of neutrophil: most in the middle, 100 % in the box, 11 % against")
    )
    #expect(changed(desk, from: plain) > 200)
    desk.press(.character("x"))
    #expect(!desk.shows("heat of Neu"))
    #expect(desk.status.contains("heat off"))
    desk.press(.escape)
    var escaped = plain
    escaped.press(.escape)
    #expect(changed(desk, from: escaped) == 0)
    // What is known is not asked again.
    desk.press(.character("x"))
    desk.expect("heat of Neu 0")
    #expect(asked(desk).count == 1)
  }

  @Test func `heat is told by numbers too, the hottest has 9`() throws {
    var desk = AnswerTests.classified()
    desk.press(.character("x"))
    let pane = Layout(size: desk.state.size).picture
    let frame = render(desk.state, size: desk.state.size)
    var numbers: [Character] = []
    for row in pane.row..<(pane.row + pane.rows - 1) {
      for column in pane.column..<(pane.column + pane.columns) {
        let character = frame[column, row].character
        if let first = character.first, first.isNumber { numbers.append(first) }
      }
    }
    // The neutrophil's field has the most, its neighbour 1.2 of 2; below 0 there is no heat.
    #expect(numbers.sorted() == ["6", "9"])
  }

  @Test func `the next key goes through all classes by their probability and around`() {
    var desk = AnswerTests.classified()
    desk.press(.character(">"))
    desk.expect("heat of Neu 0")
    var seen: [String] = []
    for _ in 1...8 {
      desk.press(.character(">"))
      seen += Rehearsal.classes.map(\.short).filter { desk.shows("heat of \($0) 0") }
    }
    #expect(Set(seen).count == 8)
    #expect(seen.last == "Neu")
    // All by one run of the network.
    #expect(asked(desk).count == 1)
  }

  @Test func `another cell gets its own heat and begins with its suggestion`() {
    var desk = AnswerTests.classified()
    desk.press(.character("x"), .character(">"), .character("j"))
    desk.expect("heat of Lym 0")
    desk.press(.tab)
    desk.expect("heat of Mono 0")
    #expect(asked(desk).map(\.box.x) == [200, 100, 400])
    // It follows the selection without a word: the answer's own words stand.
    desk.press(.character("3"))
    #expect(desk.status.contains("saved"))
  }

  @Test func `the picture goes first`() {
    var desk = AnswerTests.classified()
    desk.press(.character("x"), .character("j"))
    let order = desk.effects.compactMap { effect -> String? in
      switch effect {
      case .draw(let request): "picture \(request.image.fileName.lossyText)"
      case .explain(let request): "heat \(request.image.fileName.lossyText)"
      default: nil
      }
    }
    #expect(order.suffix(2) == ["picture field-002.jpg", "heat field-002.jpg"])
    // Without the picture there is no asking.
    desk.drawsPictures = false
    desk.press(.character("k"))
    #expect(asked(desk).count == 2)
  }

  @Test func `what is late is on its way, and what is of another cell is dropped`() throws {
    var desk = AnswerTests.classified()
    desk.explainsAtOnce = false
    desk.press(.character("x"))
    desk.expect("heat of Neu is on its way")
    let request = try #require(asked(desk).first)
    desk.press(.character("j"))
    let evidence = [Float](repeating: 1, count: 49)
    let late = Rehearsal.classes.map {
      Explanation(
        label: $0.label, box: request.box, region: request.box, side: 7, evidence: evidence)
    }
    desk.send(.explained(request, late))
    desk.expect("heat of Lym is on its way")
    // What was asked by a key is said when it comes.
    let own = try #require(asked(desk).last)
    desk.send(.explained(own, late))
    #expect(desk.status.contains("heat of lymphocyte"))
  }

  @Test(arguments: [
    ([Float](repeating: -1, count: 49), "nothing in this crop speaks for neutrophil"),
    ([Float](repeating: 0, count: 49), "nothing in this crop speaks for neutrophil"),
    (
      (0..<49).map { $0 == 9 ? Float.nan : 1 },
      "the network gave no finite numbers for neutrophil"
    ),
  ])
  func `a map that is none is said aloud, never a blank overlay`(evidence: [Float], why: String) {
    let plain = AnswerTests.classified(Rehearsal(images: 4, size: Size(columns: 120, rows: 40)))
    var desk = plain
    desk.evidence = [Label(rawValue: "NEUTROPHIL"): evidence]
    desk.press(.character("x"))
    #expect(desk.status.contains("no heat: \(why)"))
    desk.expect("no heat: \(why)")
    #expect(!desk.shows("heat of Neu 0"))
    // Another class of the same cell has heat.
    desk.press(.character(">"))
    desk.expect("heat of Eos 0")
    // Where it follows the selection it is said, too.
    desk.evidence = [Label(rawValue: "LYMPHOCYTE"): evidence]
    desk.press(.character("j"))
    #expect(desk.status.contains("no heat: "))
  }

  @Test func `a failure is said aloud, and tried anew by the key`() {
    var desk = AnswerTests.classified(Rehearsal(images: 4, size: Size(columns: 120, rows: 40)))
    desk.heatFails = Notice(
      what: "field-001.jpg cannot be shown", why: "the file is gone",
      cure: "Put it back: it is seen by itself")
    desk.press(.character("x"))
    #expect(desk.status.contains("no heat: the file is gone. Put it back"))
    desk.expect("no heat: the file is gone")
    desk.heatFails = nil
    desk.press(.character("x"), .character("x"))
    desk.expect("heat of Neu 0")
  }

  @Test(arguments: ["b", "X"])
  func `where suggestions are withheld heat is refused, and says why`(key: Character) {
    var desk = GuardTests.desk()
    desk.press(.character("x"))
    desk.expect("heat of Neu 0")
    desk.press(.character(key))
    if key == "X" { desk.press(.enter) }
    #expect(!desk.shows("heat"))
    let before = asked(desk).count
    for heat in ["x", "x", ">"] as [Character] {
      desk.press(.character(heat))
      #expect(!desk.shows("heat of"))
    }
    #expect(desk.status.contains("heat could tell"))
    #expect(desk.status.contains("answer first"))
    #expect(asked(desk).count == before)
    // With the answer the suggestion comes, and heat may.
    desk.press(.character("4"), .character("k"))
    if key == "b" { desk.expect("heat of Neu 0") }
  }

  @Test func `a spot check withholds heat`() {
    var wishes = Wishes()
    wishes.guards.spotCheckPercent = 100
    var desk = GuardTests.desk(wishes: wishes)
    desk.press(.character("x"))
    #expect(desk.status.contains("spot check, heat could tell what is withheld"))
    #expect(asked(desk).isEmpty)
    #expect(!desk.shows("heat of"))
  }

  @Test func `under the veil of a second review there is no heat, also none from before`() {
    var desk = SecondReviewTests.desk()
    desk.press(.character("x"))
    desk.expect("heat of Neu 0")
    let before = asked(desk).count
    desk.press(.character("V"), .enter)
    #expect(!desk.shows("heat of"))
    for key in ["x", ">"] as [Character] {
      desk.press(.character(key))
      #expect(desk.status.contains("hidden until the second review is over"))
      #expect(!desk.shows("heat of"))
    }
    #expect(asked(desk).count == before)
  }

  @Test func `a disagreement is decided without heat`() {
    var desk = SecondReviewTests.third()
    desk.press(.character("U"), .enter, .character("x"))
    #expect(desk.status.contains("heat would tell what was suggested"))
    #expect(!desk.shows("heat of"))
    #expect(asked(desk).isEmpty)
  }

  @Test func `without a cell or a picture heat says what is missing`() {
    var empty = Rehearsal(images: 0)
    empty.press(.character("x"))
    #expect(empty.status.contains("no picture in this directory"))
    var new = Rehearsal(images: 2)
    new.press(.character("x"))
    #expect(new.status.contains("no cell here to show the heat of"))
  }

  @Test func `heat hides nothing while a box is placed`() {
    var desk = AnswerTests.classified()
    desk.press(.character("x"), .character("v"))
    #expect(!desk.shows("heat of"))
    desk.press(.escape)
    desk.expect("heat of Neu 0")
  }

  @Test func `those who hear the screen are told where the heat is`() {
    var desk = AnswerTests.classified()
    let before = desk.state
    desk.press(.character("x"))
    #expect(
      Linear.announce(before: before, after: desk.state, isKey: true) == [
        "heat of neutrophil: most in the middle, 100 % in the box, 11 % against; > next, x off"
      ])
    // It follows the selection, after the place.
    let first = desk.state
    desk.press(.character("j"))
    let lines = Linear.announce(before: first, after: desk.state, isKey: true)
    #expect(lines.count == 2)
    #expect(lines.first?.hasPrefix("field-002.jpg, picture 2 of 4, cell 1 of 2") == true)
    #expect(lines.last?.hasPrefix("heat of lymphocyte: most in the") == true)
    desk.press(.character("x"))
    let off = desk.state
    desk.press(.character("k"))
    #expect(Linear.announce(before: off, after: desk.state, isKey: true).count == 1)
  }
}
