import Review
import Screen
import Station
import Testing

/// The page of a training: what there is to learn from, how it goes, what came of it.
@Suite struct TrainingPageTests {
  // MARK: The scripted world

  /// 62 cells of four classes.
  static func stock(
    obstacles: [String] = [], rule: String? = "/held-out/manifest.csv"
  ) -> TrainingStock {
    TrainingStock(
      log: "/home/kbm/.local/share/hematovision/review.sqlite",
      classes: zip(Rehearsal.classes, [12, 22, 3, 25, 0, 0, 0, 0]).map { entry, cells in
        .init(label: entry.label, name: entry.name, cells: cells, pictures: cells - cells / 5)
      }, pictures: 48, grouping: "by picture: 2 slides are too few to keep apart",
      leftOut: ["4 (cells on which answers differ)"], obstacles: obstacles,
      remarks: ["MONOCYTE has 3 cells: figures of it mean little. Label 17 more."], rule: rule)
  }

  static let tooLittle = stock(
    obstacles: ["MONOCYTE has 1 cell, and 3 are the least. Label 2 more, better 19."], rule: nil)

  static let full = Notice(
    what: "the model cannot be written", why: "no space left on device",
    cure: "Free some space there")

  static func outcome(wasStopped: Bool = false) -> TrainingOutcome {
    TrainingOutcome(
      model: ModelIdentity(id: "test-model+1a2b3c4d", sha256: String(repeating: "cd", count: 32)),
      wasStopped: wasStopped,
      scores: [
        .init(
          model: "the head", cells: "validation cells, which chose its epoch", right: 8, count: 9,
          low: 0.565, high: 0.98, balanced: 0.875),
        .init(
          model: "the written head", cells: "test cells, never trained on", right: 9, count: 10,
          low: 0.596, high: 0.982, balanced: 0.917),
        .init(
          model: "test-model", cells: "the same test cells, for comparison", right: 7, count: 10,
          low: 0.397, high: 0.892, balanced: 0.708),
      ], worth: "Some 60 more labelled cells are expected to lower that by a point.",
      file: ImagePath("/home/kbm/models/trained/trained-202611260105.safetensors"),
      reportDirectory: ImagePath("/home/kbm/models/trained/trained-202611260105-report"),
      reportFiles: ["report.txt", "loss.png", "accuracy.png"])
  }

  /// An epoch of a training that gets better until the 17th and then learns by heart.
  static func epoch(_ number: Int) -> (Epoch, isKept: Bool) {
    let fall = 1.2 / Double(number)
    let validation = 0.3 + fall + (number > 17 ? Double(number - 17) * 0.01 : 0)
    return (
      Epoch(
        number: number, learningRate: 0.001 / Double(number), trainingLoss: 0.05 + fall,
        trainingAccuracy: 1 - 0.5 / Double(number), validationLoss: validation,
        validationAccuracy: number < 5 ? 0.625 : 0.875), number <= 17
    )
  }

  /// Opens the page, begins a training and lets it come so far; features alone for no epoch. Each step takes
  /// half a second.
  static func begin(_ desk: inout Rehearsal, epochs: Int) {
    desk.press(.character("T"), .enter)
    for progress in [TrainingProgress.reading(48, of: 48), .features(12, of: 48)] {
      desk.later(.trainingWent(progress))
    }
    guard epochs > 0 else { return }
    desk.later(.trainingWent(.fitting(epochs: 60, training: 43, validation: 9, test: 10)))
    for number in 1...epochs {
      let (epoch, isKept) = epoch(number)
      desk.later(.trainingWent(.epoch(epoch, isKept: isKept)))
    }
  }

  private func desk(_ columns: Int = 80, _ rows: Int = 24) -> Rehearsal {
    AnswerTests.classified(Rehearsal(images: 4, size: Size(columns: columns, rows: rows)))
  }

  private func count(_ effect: Effect, in desk: Rehearsal) -> Int {
    desk.effects.count { $0 == effect }
  }

  // MARK: Before

  @Test func `T says what there is to learn from, and how much would be worth labelling`() {
    var desk = desk(120, 40)
    desk.press(.character("T"))
    for text in [
      "lymphocyte                   22 in 18 pictures",
      "monocyte                      3 in 3 pictures, few",
      "all                          62 in 48 pictures",
      "no cell of: basophil, immature granulocyte",
      "left out: 4 (cells on which answers differ)", "38 more are worth labelling",
      "test-model is the model in use", "lowest priority", "holds out /held-out/manifest.csv",
      "MONOCYTE has 3 cells", "2 slides are too few", "Enter train",
    ] { desk.expect(text) }
    desk.press(.character("T"))
    #expect(!desk.shows("ANSWERED CELLS") && desk.shows("pictures 1/4"))
  }

  @Test func `with too little nothing begins, and the cure is said`() {
    var desk = desk()
    desk.stock = .success(Self.tooLittle)
    desk.press(.character("T"))
    desk.expect("NOTHING CAN BE TRAINED YET")
    desk.expect("Label 2 more, better 19.")
    desk.press(.enter)
    desk.expect("nothing can be trained yet")
    #expect(count(.train, in: desk) == 0 && !desk.shows("Enter train"))
  }

  @Test func `a log that cannot be counted says why, and Enter counts again`() {
    var desk = desk()
    desk.stock = .failure(Notice(what: "no head can be trained", why: "the disk", cure: "Mend it"))
    desk.press(.character("T"))
    desk.expect("no head can be trained: the disk")
    desk.expect("Mend it.")
    desk.stock = .success(Self.stock())
    desk.press(.enter)
    desk.expect("ANSWERED CELLS OF THE WHOLE LOG")
    #expect(count(.train, in: desk) == 0)
  }

  @Test func `no rule is a warning before the training, when it can still be set`() {
    var desk = desk(120, 40)
    desk.stock = .success(Self.stock(rule: nil))
    desk.press(.character("T"))
    desk.expect("hematovision models plan HELD-OUT --output rule.json")
  }

  // MARK: While it runs

  @Test func `epochs are shown with rate, losses, the best one, time left and curves`() {
    var desk = desk()
    Self.begin(&desk, epochs: 23)
    #expect(count(.train, in: desk) == 1)
    for text in [
      "training: it runs", "epoch 23 of at most 60, at most 19 s left", "rate 4.3e-5",
      "training    loss 0.102  97.8 % right", "validation  loss 0.412  87.5 % right",
      "kept epoch 17: validation loss 0.371, 87.5 % right", "loss", "right",
      "solid: validation, dotted: training, ^: kept epoch", "s stop, keep the best",
    ] { desk.expect(text) }
    let dots = desk.screen.joined().unicodeScalars.count { (0x2801...0x28FF).contains($0.value) }
    #expect(dots > 30)
  }

  @Test func `where the font has no finer symbols the curves are of half blocks`() {
    var desk = AnswerTests.classified(
      Rehearsal(images: 4, pictures: PictureSettings(halfBlocksOnly: "the console's font")))
    Self.begin(&desk, epochs: 23)
    let text = desk.screen.joined()
    #expect(!text.unicodeScalars.contains { (0x2800...0x28FF).contains($0.value) })
    #expect(text.contains("▀") && text.contains("▄"))
  }

  @Test func `it goes on while cells are answered, and the key shows it again`() {
    var desk = desk(120, 40)
    Self.begin(&desk, epochs: 4)
    desk.press(.character("q"))
    #expect(desk.status.contains("training: epoch 4/60"))
    desk.press(.character("1"))
    #expect(desk.decisions.count == 1)
    #expect(count(.stopTraining, in: desk) == 0)
    desk.press(.character("T"))
    desk.expect("epoch 4 of at most 60")
    #expect(count(.surveyTraining, in: desk) == 1, "nothing is counted while it runs")
    desk.press(.enter)
    #expect(count(.train, in: desk) == 1, "and nothing is begun twice")
  }

  @Test func `s stops once, and what is best so far is kept`() {
    var desk = desk()
    Self.begin(&desk, epochs: 23)
    desk.press(.character("s"), .character("s"))
    #expect(count(.stopTraining, in: desk) == 1)
    desk.expect("stopping: what is best so far is kept")
    desk.send(.trainingEnded(.kept(Self.outcome(wasStopped: true))))
    desk.expect("Stopped by hand; the best epoch so far was kept.")
  }

  @Test func `stopped before the first epoch, it says that nothing was there to keep`() {
    var desk = desk()
    Self.begin(&desk, epochs: 0)
    desk.press(.character("s"))
    desk.send(.trainingEnded(.stopped))
    desk.expect("Stopped before the first epoch")
  }

  // MARK: After

  @Test func `the end has test figures beside the current model's, the files, and the next step`() {
    var desk = desk(120, 40)
    Self.begin(&desk, epochs: 34)
    desk.send(.trainingEnded(.kept(Self.outcome())))
    for text in [
      "NEW MODEL test-model+1a2b3c4d, SHA-256 cdcdcdcdcdcd",
      "the written head, test cells, never trained on:",
      "90.0 % right (9 of 10; 59.6-98.2 at 95 %), balanced 91.7 %",
      "test-model, the same test cells, for comparison:",
      "70.0 % right (7 of 10; 39.7-89.2 at 95 %), balanced 70.8 %", "Some 60 more labelled cells",
      "/home/kbm/models/trained", "trained-202611260105.safetensors", "loss.png, accuracy.png",
      "test-model stays in use", "hematovision models adopt FILE --plan RULE",
    ] { desk.expect(text) }
    #expect(!desk.shows("which chose its epoch"))
    desk.press(.enter)
    desk.expect("ANSWERED CELLS OF THE WHOLE LOG")
    #expect(count(.surveyTraining, in: desk) == 2)
  }

  @Test func `an end that comes at the desk is a message with the key`() {
    var desk = desk()
    Self.begin(&desk, epochs: 34)
    desk.press(.escape)
    desk.send(.trainingEnded(.kept(Self.outcome())))
    #expect(desk.status.contains("the training is over: test-model+1a2b3c4d, T shows it"))
    desk.press(.character("T"))
    desk.expect("training: a model was written")
  }

  @Test func `a failure is a state with its cure`() {
    var desk = desk()
    Self.begin(&desk, epochs: 3)
    desk.press(.escape)
    desk.send(.trainingEnded(.failed(Self.full)))
    #expect(desk.status.contains("the training failed: no space left on device; T shows it"))
    desk.press(.character("T"))
    desk.expect("the model cannot be written: no space left on device")
    desk.expect("Free some space there.")
  }

  // MARK: Leaving

  @Test func `leaving asks, keeps the best and goes when it is kept`() {
    var desk = desk()
    Self.begin(&desk, epochs: 3)
    desk.press(.escape, .character("q"))
    #expect(desk.status.contains("a training runs. y ends it, keeps the best and leaves"))
    desk.press(.character("n"))
    #expect(count(.stopTraining, in: desk) == 0 && desk.shows("pictures 1/4"))
    desk.press(.character("q"), .character("y"))
    #expect(count(.stopTraining, in: desk) == 1 && count(.quit, in: desk) == 0)
    desk.send(.trainingEnded(.kept(Self.outcome(wasStopped: true))))
    #expect(count(.quit, in: desk) == 1)
  }

  @Test func `in a window too small to ask, the key again leaves`() {
    var desk = desk()
    Self.begin(&desk, epochs: 3)
    desk.press(.escape)
    desk.send(.resized(Size(columns: 30, rows: 8)))
    desk.press(.character("q"), .character("q"))
    #expect(count(.stopTraining, in: desk) == 1)
  }

  @Test func `without a training nothing is asked`() {
    var desk = desk()
    Self.begin(&desk, epochs: 3)
    desk.send(.trainingEnded(.stopped))
    desk.press(.escape, .character("q"))
    #expect(count(.quit, in: desk) == 1)
  }

  @Test func `a second review hides the page: it would tell the first answers`() {
    var desk = SecondReviewTests.desk(size: Size(columns: 80, rows: 24))
    desk.press(.character("V"), .enter, .character("T"))
    #expect(desk.status.contains("hidden until the second review is over"))
  }

  @Test func `for the ear each step is told once, and no epoch`() {
    var desk = desk(120, 60)
    Self.begin(&desk, epochs: 2)
    func said(_ event: Event) -> [String] {
      let before = desk.state
      desk.later(event)
      return Linear.announce(before: before, after: desk.state)
    }
    let (epoch, isKept) = Self.epoch(3)
    #expect(said(.trainingWent(.epoch(epoch, isKept: isKept))).isEmpty)
    #expect(
      said(.trainingWent(.joining(1, of: 3))).contains {
        $0.contains("the head that is written") && !$0.contains("⠀")
      })
    #expect(said(.trainingEnded(.kept(Self.outcome()))).contains { $0.contains("NEW MODEL") })
  }
}

extension Rehearsal {
  /// Delivers what comes half a second later.
  mutating func later(_ event: Event) {
    clock += 500
    send(.clock(milliseconds: clock))
    send(event)
  }
}
