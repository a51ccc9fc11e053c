import Review
import Screen
import Station
import Testing

/// Orders and filters of the list, and what is counted.
@Suite struct OrderTests {
  /// Six pictures: sure neutrophil, unsure monocyte, none, sure eosinophil and lymphocyte .91, platelet
  /// outside, not classified.
  static func desk(wishes: Wishes = Wishes()) -> Rehearsal {
    var desk = Rehearsal(images: 6, wishes: wishes)
    desk.cells = [
      "field-001.jpg": [Rehearsal.cell("field-001.jpg", index: 3, confidence: 0.98)],
      "field-002.jpg": [
        Rehearsal.cell("field-002.jpg", index: 2, confidence: 0.45, status: .uncertain)
      ],
      "field-003.jpg": [],
      "field-004.jpg": [
        Rehearsal.cell("field-004.jpg", x: 10, index: 0, confidence: 0.99),
        Rehearsal.cell("field-004.jpg", x: 300, index: 1, confidence: 0.91),
      ],
      "field-005.jpg": [
        Rehearsal.cell("field-005.jpg", index: 7, confidence: 0.88, status: .outside)
      ],
    ]
    for name in 1...5 {
      desk.send(.classified(desk.classification(of: ImagePath("/smears/field-00\(name).jpg"))))
    }
    return desk
  }

  private func names(_ desk: Rehearsal) -> [String] {
    desk.state.listedImages.map { String($0.fileName.lossyText.dropFirst(8).prefix(1)) }
  }

  @Test func `uncertainty brings the least sure first, what is not classified last`() {
    var desk = Self.desk()
    desk.type("ou")
    // 2 unsure .45; 5 outside .88; then the sure: 4 (.91), 1 (.98); no cell; not classified.
    #expect(names(desk) == ["2", "5", "4", "1", "3", "6"])
    #expect(desk.state.image?.fileName.lossyText == "field-002.jpg")
    desk.expect("by uncertainty")
    #expect(desk.status.contains("no sample"))
  }

  @Test func `time is the order in which files were written, class the model's order`() {
    var desk = Self.desk()
    desk.type("ot")
    #expect(names(desk) == ["6", "5", "4", "3", "2", "1"])
    desk.type("oc")
    #expect(names(desk) == ["4", "2", "1", "5", "3", "6"])
    desk.type("on")
    #expect(names(desk) == ["1", "2", "3", "4", "5", "6"])
  }

  @Test func `a shuffle is repeated by its seed and says it`() {
    var wishes = Wishes()
    wishes.order = .random
    let desk = Self.desk(wishes: wishes)
    #expect(names(desk) == names(Self.desk(wishes: wishes)))
    #expect(names(desk).sorted() == ["1", "2", "3", "4", "5", "6"])
    #expect(names(desk) != ["1", "2", "3", "4", "5", "6"])
    desk.expect("by random ")
  }

  @Test func `an answer records the order and the filter it was given in`() {
    var desk = Self.desk()
    desk.type("ou4")
    desk.press(.character("f"))
    desk.type("open")
    desk.press(.enter, .character("8"))
    #expect(desk.decisions.map(\.queueOrder) == ["uncertainty", "uncertainty; filter open"])
  }

  @Test func `answers given in an order that is no sample are counted once all is done`() {
    var desk = Self.desk()
    desk.type("ou4")
    desk.expect("counted 0")
    desk.expect("1 wait: counted when all is done")
    desk.type("on")
    desk.press(.character(" "))
    desk.expect("counted 1")
    // One cell each, picture 4 two; 3 and 6 have no cell and are labelled as a whole.
    while desk.state.images.contains(where: { !desk.state.review[$0].isComplete }) {
      desk.press(.character("]"), .character("c"), .character("1"))
    }
    desk.expect("counted 7")
    #expect(!desk.shows("wait: counted"))
  }

  @Test func `a changed answer stays in the sample that its first answer belonged to`() {
    var desk = Self.desk()
    desk.press(.character(" "))
    desk.type("ou")
    while desk.state.image?.fileName.lossyText != "field-001.jpg" { desk.press(.character("j")) }
    desk.press(.character("2"))
    #expect(desk.decisions.last?.queueOrder == "uncertainty")
    desk.expect("counted 1")
  }

  @Test(arguments: [
    ("neu", ["1", "4"]), ("flag", ["4"]), ("unsure", ["2"]), ("outside", ["5"]), ("none", ["3"]),
    ("new", ["6"]), ("<.9", ["2", "5"]), (">0.95 open", ["1"]), ("004", ["4"]), ("done", ["4"]),
    ("eos done", ["4"]), ("Lymph", []), ("open none", ["3"]), ("note", ["2"]),
    ("changed", ["4"]),
  ])
  func `a filter shows the pictures its words fit`(text: String, expected: [String]) {
    var desk = Self.desk()
    desk.press(.down, .character("e"))
    desk.type("vacuoles")
    desk.press(.enter, .down, .down, .character("m"), .character(" "), .character("4"), .home)
    desk.press(.character("f"))
    desk.type(text)
    #expect(desk.status.contains("(\(expected.count) of 6)"))
    desk.press(.enter)
    if expected.isEmpty {
      #expect(desk.status.contains("no picture is"))
      #expect(names(desk).count == 6)
    } else {
      #expect(names(desk) == expected)
      desk.expect("of 6")
    }
  }

  @Test func `a row that no longer fits stays until the filter is asked again`() {
    var desk = Self.desk()
    desk.press(.character("f"))
    desk.type("neu open")
    desk.press(.enter, .character(" "))
    #expect(names(desk) == ["1"])
    desk.press(.character("f"), .control("u"), .enter)
    #expect(names(desk).count == 6)
  }

  @Test func `a batch that comes in is put in order at its end`() {
    var desk = Rehearsal(images: 3)
    desk.cells = [
      "field-002.jpg": [
        Rehearsal.cell("field-002.jpg", index: 2, confidence: 0.4, status: .uncertain)
      ],
      "field-003.jpg": [Rehearsal.cell("field-003.jpg", index: 2)],
    ]
    desk.type("ouC")
    #expect(names(desk) == ["2", "3", "1"])
  }
}
