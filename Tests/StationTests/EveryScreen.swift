import Review
import Screen
import Settings
import Station

/// Every screen that the station has, each as keys lead to it.
enum EveryScreen {
  struct Sheet: Sendable, CustomStringConvertible {
    let name: String
    /// Brings a desk of this size to the screen.
    let open: @Sendable (Size) throws -> Rehearsal

    var description: String { name }
  }

  static let sizes = [(60, 18), (80, 24), (120, 40), (200, 60)]

  static let sheets: [Sheet] = [
    sheet("new", { Rehearsal(images: 30, size: $0) }) { _ in },
    sheet("desk", classified) { $0.press(.character("1"), .character(" ")) },
    sheet("blind", classified) { $0.press(.character("b")) },
    sheet("differential", signing) { $0.press(.character("d")) },
    sheet("signing", signing) { $0.press(.character("A")) },
    sheet("signed", signing) { desk in
      desk.press(.character("A"))
      desk.type("kbm")
      desk.press(.enter, .character("d"))
    },
    sheet("amendment", signing) { desk in
      desk.press(.character("A"))
      desk.type("kbm")
      desk.press(.enter, .home, .character("2"))
    },
    sheet("find", classified) { desk in
      desk.press(.character("/"))
      desk.type("003")
    },
    sheet("help", classified) { $0.press(.character("?")) },
    sheet("help-scrolled", classified) { $0.press(.character("?"), .pageDown) },
    sheet("help-search", classified) { desk in
      desk.press(.character("?"), .character("/"))
      desk.type("box")
    },
    sheet("first-steps", { Rehearsal(images: 6, size: $0, isFirst: true) }) { _ in },
    sheet("tree", { CatalogueTests.nested(size: $0) }) { desk in
      desk.type("CG9")
      desk.press(.home)
      desk.type("1]2t")
    },
    sheet("changed-tone", classified) { $0.press(.character("s")) },
    sheet("outlines", classified) { $0.press(.character("O")) },
    sheet("measures", classified) { $0.press(.character("M")) },
    sheet("new-box", classified) { $0.press(.character("a"), .left) },
    sheet("moving-a-box", classified) { $0.press(.character("v"), .right) },
    sheet("dragging-a-box", classified) { desk in
      desk.press(.character("z"))
      let pane = Layout(size: desk.state.size).picture
      let (column, row) = (pane.column + pane.columns / 2, pane.row + pane.rows / 2)
      desk.send(.mouse(Mouse(.press, at: Position(column: column, row: row))))
      desk.send(.mouse(Mouse(.drag, at: Position(column: column + 9, row: row + 4))))
    },
    sheet("log-failed", classified) { desk in
      desk.logRefuses = RecordTests.full
      desk.press(.character("1"))
    },
    sheet("confirm-quit", classified) { desk in
      desk.logRefuses = RecordTests.full
      desk.press(.character("1"), .character("q"))
    },
    sheet("slow-line", classified) { desk in
      desk.press(.character("B"))
      desk.send(.wrote(FrameCost(lastFrame: 412, total: 36_900)))
    },
    sheet("classifying", { Rehearsal(images: 30, size: $0) }) { desk in
      desk.answersAtOnce = false
      desk.press(.character("C"))
      desk.deliver(12)
    },
    sheet("gone", classified) { desk in
      desk.press(.character("1"))
      desk.send(.vanished([ImagePath("/smears/field-001.jpg")]))
    },
    sheet("unreadable-picture", { Rehearsal(images: 3, size: $0) }) { desk in
      desk.unreadable = ["field-002.jpg"]
      desk.press(.character("c"), .character("j"))
    },
    sheet("empty", { Rehearsal(images: 0, size: $0) }) { _ in },
    sheet("unreadable-directory", { Rehearsal(images: 0, size: $0) }) { desk in
      desk.send(
        .listingFailed(
          Notice(
            what: "the directory /smears cannot be read", why: "Permission denied",
            cure: "Ask for permission to read it")))
    },
    sheet("order", remarked) { $0.press(.escape, .character("o")) },
    sheet("by-uncertainty", remarked) { _ in },
    sheet("filter", remarked) { desk in
      desk.press(.character("f"))
      desk.type("neu")
    },
    sheet("filtered", remarked) { desk in
      desk.press(.character("f"))
      desk.type("unsure")
      desk.press(.enter)
    },
    sheet("note", remarked) { desk in
      desk.press(.character("e"))
      desk.type(", two nucleoli")
    },
    sheet("reason", remarked) { $0.press(.character("k"), .character("y")) },
    sheet("history", remarked) { $0.press(.character("k"), .character("h")) },
    sheet("identity", remarked) { $0.press(.character("I"), .tab) },
    sheet("check-size", remarked) { $0.press(.character("X")) },
    sheet("check-set", remarked) { $0.press(.character("X"), .enter, .character("4")) },
    sheet("second-size", { SecondReviewTests.desk(size: $0) }) { $0.press(.character("V")) },
    sheet("second-review", { SecondReviewTests.desk(size: $0) }) { desk in
      desk.press(.character("V"), .enter, .character("4"), .character("1"))
    },
    sheet("second-result", { SecondReviewTests.desk(size: $0) }) { desk in
      desk.press(.character("V"), .enter)
      for key in "4414V" { desk.press(.character(key)) }
    },
    sheet("to-be-decided", { SecondReviewTests.third(size: $0) }) { desk in
      desk.press(.character("U"), .enter)
    },
    // Needs 120 x 40; a smaller window says so.
    sheet("gallery", { GalleryTests.classified($0) }) { desk in
      desk.press(.character(" "), .character("1"), .character("w"))
      if desk.state.size.columns >= 120 { desk.press(.home, .right, .character("v")) }
    },
    sheet("errors", { ErrorsTests.desk(size: $0) }) { desk in
      desk.press(.enter, .character("3"), .character("w"))
    },
    sheet("error-at-desk", { ErrorsTests.desk(size: $0) }) { $0.press(.enter) },
    sheet(
      "no-errors",
      {
        Rehearsal(
          images: 0, size: $0, errors: ErrorList(name: "out/errors.csv", model: nil, errors: []))
      }
    ) { _ in },
    sheet("same-cells", TwinsTests.classified) { $0.press(.character(" "), .character("D")) },
    sheet("references", { ReferenceTests.inDoubt($0) }) { $0.press(.character("r")) },
    sheet("heat", classified) { $0.press(.character("x")) },
    sheet("heat-of-field", classified) { $0.press(.character("z"), .character(">")) },
    sheet("no-heat", classified) { desk in
      desk.evidence = [Label(rawValue: "EOSINOPHIL"): [Float](repeating: -1, count: 49)]
      desk.press(.character("x"))
    },
    sheet("training-stock", classified) { $0.press(.character("T")) },
    sheet("training-too-little", classified) { desk in
      desk.stock = .success(TrainingPageTests.tooLittle)
      desk.press(.character("T"))
    },
    sheet("training-features", classified) { desk in
      TrainingPageTests.begin(&desk, epochs: 0)
      desk.press(.escape)
    },
    sheet("training-epochs", classified) { desk in
      TrainingPageTests.begin(&desk, epochs: 23)
      desk.send(.trainingNoted("field-009.jpg: the JPEG file ends too early"))
    },
    sheet("training-quit", classified) { desk in
      TrainingPageTests.begin(&desk, epochs: 23)
      desk.press(.escape, .character("q"))
    },
    sheet("training-kept", classified) { desk in
      TrainingPageTests.begin(&desk, epochs: 34)
      desk.send(.trainingEnded(.kept(TrainingPageTests.outcome())))
    },
    sheet("training-failed", classified) { desk in
      TrainingPageTests.begin(&desk, epochs: 3)
      desk.send(.trainingEnded(.failed(TrainingPageTests.full)))
    },
    Sheet(name: "own-classes") { size in
      let (classes, keys) = try LaboratoryClasses.standard.joined(to: Rehearsal.classes)
      var desk = AnswerTests.classified(
        Rehearsal(images: 4, classes: classes, keymap: .standard(classes: classes, keys: keys)))
      desk.send(.resized(size))
      desk.press(.function(2), .function(4), .character("k"))
      return desk
    },
  ]

  private static func sheet(
    _ name: String, _ start: @escaping @Sendable (Size) -> Rehearsal,
    _ keys: @escaping @Sendable (inout Rehearsal) -> Void
  ) -> Sheet {
    Sheet(name: name) { size in
      var desk = start(size)
      keys(&desk)
      return desk
    }
  }

  /// A slide with everything that a differential can show: ranges, a white cell count, red cells apart.
  private static let signing: @Sendable (Size) -> Rehearsal = { SigningTests.counted(size: $0) }

  private static let classified: @Sendable (Size) -> Rehearsal = { size in
    var desk = AnswerTests.classified()
    desk.send(.resized(size))
    return desk
  }

  /// Six pictures, the least sure first, one answered and noted.
  private static let remarked: @Sendable (Size) -> Rehearsal = { size in
    var desk = OrderTests.desk()
    desk.send(.resized(size))
    desk.type("ou4me")
    desk.type("vacuoles, toxic granules?")
    desk.press(.enter)
    return desk
  }
}
