import Review
import Screen
import Station
import Testing

/// The errors of an evaluation: looked through worst first, opened at the desk, answered there as any cell.
@Suite struct ErrorsTests {
  static func label(_ index: Int) -> Label { Rehearsal.classes[index].label }

  /// An error of `field-00N.jpg`, at the cell that the engine of `desk` finds there.
  static func error(
    _ number: Int, labelled: Int, answered: Int?, _ confidence: Double
  ) -> Misclassification {
    let image = ImagePath("/smears/" + Rehearsal.name(number))
    return Misclassification(
      image: image, imageSHA256: Rehearsal.facts(image).sha256,
      box: answered.map { Rehearsal.cell(Rehearsal.name(number), index: $0).box },
      labelled: label(labelled), answered: answered.map(label), confidence: confidence)
  }

  static let list = ErrorList(
    name: "/out/errors.csv", model: Rehearsal.model,
    errors: [
      error(3, labelled: 2, answered: 3, 0.9987), error(1, labelled: 5, answered: 3, 0.91),
      error(4, labelled: 0, answered: 1, 0.6), error(2, labelled: 1, answered: nil, 0),
    ])

  static func desk(
    _ list: ErrorList = list, size: Size = Size(columns: 80, rows: 24), history: [LogRecord] = []
  ) -> Rehearsal {
    var desk = Rehearsal(images: 4, size: size, history: history, errors: list)
    for number in [1, 3] {
      let name = Rehearsal.name(number)
      // The error's cell is not the first of its picture.
      desk.cells[name] = [
        Rehearsal.cell(name, x: 10, index: 0), Rehearsal.cell(name, index: 3),
      ]
    }
    desk.cells[Rehearsal.name(4)] = [Rehearsal.cell(Rehearsal.name(4), index: 1, confidence: 0.6)]
    return desk
  }

  @Test func `the session begins with the list, the surest error first, in words`() {
    let desk = Self.desk(size: Size(columns: 120, rows: 40))
    desk.expect("4 errors, the surest first, by test-model abababab")
    desk.expect("labelled Mono")
    desk.expect("answer   Neu 99%")
    desk.expect("no cell found")
    desk.expect("not answered yet")
    #expect(
      desk.status.contains(
        "1 of 4: labelled monocyte, answered neutrophil, 99.8 % sure; field-003.jpg"))
  }

  @Test
  func `Enter shows the very cell at the desk, with what it is labelled, and classifies once`() {
    var desk = Self.desk()
    desk.press(.enter)
    #expect(desk.state.mode == .desk)
    #expect(desk.state.image?.fileName.lossyText == "field-003.jpg")
    #expect(desk.state.cell?.id == Self.list.errors[0].cell)
    desk.expect("labelled: monocyte")
    desk.press(.character("w"), .enter)
    #expect(desk.effects.count { if case .classify = $0 { true } else { false } } == 1)
    // The other cell of the picture is not the one that is labelled.
    desk.press(.tab)
    #expect(!desk.shows("labelled: monocyte"))
  }

  @Test func `an answer at the desk is an ordinary decision, and the list goes on to the next`() {
    var desk = Self.desk()
    desk.press(.enter, .character("3"))
    #expect(desk.decisions.map(\.label) == [Self.label(2)])
    #expect(desk.decisions.first?.cell == Self.list.errors[0].cell)
    #expect(desk.decisions.first?.kind == .override)
    #expect(desk.decisions.first?.suggestion?.label == Self.label(3))
    desk.press(.character("w"))
    desk.expect("reviewed Mono")
    #expect(desk.status.contains("2 of 4: labelled immature"))
    desk.press(.character("q"), .character("u"), .character("w"))
    #expect(!desk.shows("reviewed Mono"))
  }

  @Test func `a flag is seen in the list`() {
    var desk = Self.desk()
    desk.press(.enter, .character("m"), .character("w"))
    desk.expect("* flagged")
    #expect(desk.status.contains("* flagged"))
  }

  @Test func `answers of earlier sessions stand in the list`() {
    var first = Self.desk()
    first.press(.enter, .character("3"))
    let desk = Self.desk(history: first.records)
    desk.expect("reviewed Mono")
  }

  @Test func `a picture in which no cell was found is shown whole`() {
    var desk = Self.desk()
    desk.press(.end, .enter)
    #expect(desk.state.image?.fileName.lossyText == "field-002.jpg")
    desk.expect("labelled: lymphocyte")
    #expect(desk.state.requested?.part == .whole)
  }

  @Test
  func `a cell that the model missed is placed by hand, keeps its label in sight, and counts`() {
    var desk = Self.desk()
    desk.press(.end, .enter, .character("a"), .enter)
    #expect(desk.state.imageReview.cells.count == 1)
    desk.expect("labelled: lymphocyte")
    desk.press(.character("2"), .character("w"), .end)
    #expect(desk.status.contains("reviewed Lym"), "\(desk.status)")
  }

  @Test func `a cell that does not stand where the model saw it is said, with its label`() {
    var desk = Self.desk()
    desk.cells[Rehearsal.name(3)] = [Rehearsal.cell(Rehearsal.name(3), x: 500, index: 3)]
    for _ in 0..<2 {
      desk.press(.enter)
      #expect(desk.state.mode == .desk)
      #expect(desk.status.contains("no cell stands where the model saw it: labelled monocyte"))
      #expect(!desk.shows("labelled: monocyte"))
      desk.press(.character("w"))
    }
  }

  @Test func `a picture that is gone or changed is said and not opened`() {
    var desk = Rehearsal(images: 4, errors: Self.list)
    desk.thumbnails = ["field-001.jpg": .changed]
    desk.send(.vanished([ImagePath("/smears/field-003.jpg")]))
    desk.press(.character("w"), .character("w"))
    #expect(desk.status.contains("1 of 4"))
    desk.press(.enter)
    #expect(desk.state.mode == .errors)
    #expect(desk.status.contains("the file is gone: moved?"), "\(desk.status)")
    desk.press(.right, .enter)
    #expect(desk.state.mode == .errors)
    #expect(desk.status.contains("another picture than the one evaluated"), "\(desk.status)")
    #expect(!desk.effects.contains { if case .classify = $0 { true } else { false } })
  }

  @Test func `a list without an error says so, and the desk behind it is empty`() {
    var desk = Rehearsal(
      images: 0, errors: ErrorList(name: "/o/errors.csv", model: nil, errors: []))
    desk.expect("this list holds no error")
    desk.expect("/o/errors.csv")
    desk.press(.enter)
    #expect(desk.status.contains("no error here to look at"))
    desk.press(.character("q"), .character("w"))
    #expect(desk.state.mode == .errors)
  }

  @Test func `another model than the one that erred is said`() {
    let other = ErrorList(
      name: "e", model: ModelIdentity(id: "older", sha256: "cd"), errors: Self.list.errors)
    let desk = Self.desk(other, size: Size(columns: 120, rows: 40))
    desk.expect("by older cd")
    desk.expect("At the desk another model suggests: test-model")
  }

  @Test func `a list of errors is no slide: nothing of it is signed, checked or read anew`() {
    var desk = Self.desk()
    desk.press(.escape)
    for key in "AXV" {
      desk.press(.character(key))
      #expect(desk.status.contains("a list of errors, not a slide"), "\(key)")
    }
  }

  @Test func `many errors are walked by tile, row and page, and the cursor stays in sight`() {
    let errors = (1...60).map { Self.error($0, labelled: 2, answered: 3, 1 - Double($0) / 100) }
    var desk = Rehearsal(
      images: 60, errors: ErrorList(name: "e", model: Rehearsal.model, errors: errors))
    func cursor() -> Int { desk.state.errors?.cursor ?? -1 }
    let columns = ErrorLayout(size: desk.state.size).columns
    desk.press(.character("j"))
    #expect(cursor() == columns)
    desk.press(.character("k"), .character("k"), .left)
    #expect(cursor() == 0)
    desk.press(.end)
    #expect(cursor() == 59)
    desk.expect("60 of 60: labelled monocyte, answered neutrophil, 40.0 % sure; field-060.jpg")
    desk.press(.right)
    #expect(cursor() == 59)
    desk.send(.resized(Size(columns: 200, rows: 60)))
    desk.expect("answer   Neu 40%")
    desk.press(.home, .pageDown)
    let page = ErrorLayout(size: desk.state.size)
    #expect(cursor() == min(59, page.columns * page.rows))
    desk.press(.character("i"))
    #expect(desk.status.contains("does nothing here"))
  }

  @Test(arguments: [(60, 18), (80, 24), (120, 40), (200, 60), (100, 30), (61, 59)])
  func `tiles lie within the page and apart`(columns: Int, rows: Int) {
    let layout = ErrorLayout(size: Size(columns: columns, rows: rows))
    var taken: Set<Position> = []
    for slot in 0..<layout.columns * layout.rows {
      for rect in [layout.picture(slot), layout.caption(slot)] {
        for row in rect.row..<(rect.row + rect.rows) {
          for column in rect.column..<(rect.column + rect.columns) {
            #expect(taken.insert(Position(column: column, row: row)).inserted)
            #expect(column < columns && row >= 3 && row < rows - 2)
          }
        }
      }
    }
  }

  @Test func `a screen reader is told each error as one line`() {
    var desk = Self.desk()
    #expect(Linear.greeting(desk.state).last?.hasPrefix("1 of 4: labelled monocyte") == true)
    var before = desk.state
    desk.press(.character("l"))
    #expect(
      Linear.announce(before: before, after: desk.state, isKey: true) == [
        "2 of 4: labelled immature granulocyte, answered neutrophil, 91.0 % sure; field-001.jpg"
      ])
    before = desk.state
    desk.press(.enter)
    let said = Linear.announce(before: before, after: desk.state, isKey: true).joined()
    #expect(said.contains("labelled: immature granulocyte"), "\(said)")
  }
}
