import Review
import Screen
import Station
import Testing

/// The blind second review, the list of disagreements, and the third reviewer's word.
@Suite struct SecondReviewTests {
  /// `count` pictures with a neutrophil each, all answered by kbm but the last, the third as a monocyte; then the
  /// desk of another reviewer.
  static func desk(
    _ count: Int = 5, reviewer: String = "mho", size: Size = Size(columns: 80, rows: 24),
    more: [LogRecord] = []
  ) -> Rehearsal {
    var first = Rehearsal(images: count)
    fill(&first, count)
    first.type("C")
    for number in 1..<count { first.type(number == 3 ? "3" : "4") }
    var desk = Rehearsal(
      images: count, size: size, session: more.isEmpty ? "s2" : "s3", reviewer: reviewer,
      history: first.records + more)
    fill(&desk, count)
    return desk
  }

  static func fill(_ desk: inout Rehearsal, _ count: Int) {
    for number in 1...count {
      let name = Rehearsal.name(number)
      desk.cells[name] = [Rehearsal.cell(name, index: 3, confidence: 0.96)]
    }
  }

  /// The desk of a third reviewer, after the second read all as neutrophils.
  static func third(size: Size = Size(columns: 80, rows: 24)) -> Rehearsal {
    var second = desk()
    second.press(.character("V"), .enter)
    for _ in 1...4 { second.press(.character("4")) }
    second.press(.character("V"))
    return desk(reviewer: "ase", size: size, more: second.records)
  }

  static func readings(_ desk: Rehearsal) -> [SecondReading] {
    desk.log.compactMap { if case .secondRead(let reading) = $0.event { reading } else { nil } }
  }

  static func plans(_ desk: Rehearsal) -> [SecondReviewPlan] {
    desk.log.compactMap { if case .secondPlanned(let plan) = $0.event { plan } else { nil } }
  }

  @Test func `only cells that others answered are read anew`() {
    var own = Self.desk(reviewer: "kbm")
    own.press(.character("V"))
    #expect(own.status.contains("nothing that others answered"))
    #expect(own.status.contains("I signs in another"))
    var other = Self.desk()
    other.press(.character("V"))
    other.expect("read how many of 4 cells anew?")
  }

  @Test func `the plan is in the log before the first cell is looked at`() throws {
    var desk = Self.desk()
    desk.press(.character("V"), .enter)
    let plan = try #require(Self.plans(desk).first)
    #expect(Self.plans(desk).count == 1)
    #expect(plan.reviewer == "mho")
    #expect(plan.population == 4)
    #expect(Set(plan.targets.map(\.image.fileName.lossyText)).count == 4)
    #expect(Self.readings(desk).isEmpty)
    var again = Self.desk()
    again.press(.character("V"), .enter)
    #expect(Self.plans(again) == [plan], "the seed repeats the drawing")
  }

  @Test(arguments: [
    ("all", 4), ("2", 2), ("50 %", 2), ("50%", 2), ("20%", 1), ("99", 4), ("12,5 %", 1),
  ])
  func `how many may be said in three ways`(text: String, cells: Int) {
    var desk = Self.desk()
    desk.press(.character("V"), .control("u"))
    desk.type(text)
    desk.press(.enter)
    #expect(Self.plans(desk).map(\.targets.count) == [cells])
  }

  @Test func `a number that is typed takes the place of the proposed one, and erasing edits it`() {
    var typed = Self.desk()
    typed.press(.character("V"))
    typed.type("2")
    typed.press(.enter)
    #expect(Self.plans(typed).map(\.targets.count) == [2])
    var edited = Self.desk()
    edited.press(.character("V"), .backspace)
    edited.type("l")
    edited.press(.enter)
    #expect(Self.plans(edited).map(\.targets.count) == [4])
  }

  @Test(arguments: ["", "0", "-3", "some", "0 %", "200 %"])
  func `what is no number of cells is refused`(text: String) {
    var desk = Self.desk()
    desk.press(.character("V"), .control("u"))
    desk.type(text)
    desk.press(.enter)
    #expect(Self.plans(desk).isEmpty)
    #expect(desk.status.contains("all, 20, or 20 %"))
  }

  @Test(arguments: [(60, 18), (80, 24), (120, 40), (200, 60)])
  func `nothing on the screen tells what was answered or suggested`(columns: Int, rows: Int) {
    var desk = Self.desk(size: Size(columns: columns, rows: rows))
    desk.press(.character("r"))
    desk.press(.character("V"), .enter)
    func expectBlind(_ when: Comment) {
      for row in desk.screen {
        for word in [
          "Neu", "neutrophil", "Mono", "monocyte", ".96", "N.9", "kbm", "counted", "preliminary",
        ] {
          // The keys of the classes name them all, in the last row; nothing else does.
          if row == desk.keyLine { continue }
          #expect(!row.contains(word), "\(when) \(word): \(row)")
        }
        #expect(!row.contains("+ field") && !row.contains("! field"), "\(when) \(row)")
      }
      let place = Linear.place(desk.state)
      for word in ["neutrophil", "monocyte", "suggest", "kbm", "answered as"] {
        #expect(!place.contains(word), "\(when) \(place)")
      }
    }
    expectBlind("at the start")
    for key in "jkGz+-]o" { desk.type(String(key)) }
    desk.press(.tab)
    expectBlind("after moving about")
  }

  @Test func `what would tell an answer is refused, with the cure`() {
    var desk = Self.desk(size: Size(columns: 120, rows: 40))
    desk.press(.character("V"), .enter)
    for key in " mehyofbXwrtcCavEIUdA'" {
      let before = desk.state
      desk.type(String(key))
      #expect(desk.state.mode == .desk, "\(key)")
      #expect(desk.state.second == before.second, "\(key)")
      #expect(desk.status.contains("second review"), "\(key): \(desk.status)")
    }
    #expect(Self.readings(desk).isEmpty)
  }

  @Test func `a reading stands beside the first answer and changes no count`() throws {
    var desk = Self.desk()
    let before = desk.state.catalogue.total.answers
    desk.press(.character("V"), .enter, .character("2"))
    let reading = try #require(Self.readings(desk).first)
    #expect(reading.label.rawValue == "LYMPHOCYTE")
    #expect(reading.reviewer == "mho")
    #expect(reading.plan.rawValue.hasPrefix("s2."))
    #expect(reading.first.rawValue.hasPrefix("s1."))
    #expect(reading.dwellMilliseconds >= 150)
    #expect(desk.decisions.isEmpty)
    #expect(desk.state.catalogue.total.answers == before)
    #expect(!desk.status.contains("suggested"))
    desk.expect("1/4 read")
    desk.expect("Lym")
    desk.press(.character("u"))
    desk.expect("0/4 read")
    desk.press(.character("u"))
    #expect(desk.status.contains("nothing to undo"))
  }

  @Test func `it is gone on with after a restart, under the veil from the first moment`() {
    var desk = Self.desk()
    desk.press(.character("V"), .enter, .character("4"), .character("4"))
    let later = Self.desk(more: desk.records)
    later.expect("2/4 read")
    #expect(!later.shows("Neu)"))
    #expect(later.state.second != nil)
    // Another reviewer is not held up by it.
    let other = Self.desk(reviewer: "ase", more: desk.records)
    #expect(other.state.second == nil)
  }

  @Test func `at its end kappa and the disagreements are shown`() {
    var desk = Self.desk()
    desk.press(.character("V"), .enter)
    for _ in 1...4 { desk.press(.character("4")) }
    desk.expect("all read: V ends it")
    desk.expect("4/4 read")
    desk.press(.character("V"))
    desk.expect("3 of 4 read alike (75.0%)")
    // All readings are of one class: kappa is 0, whatever chance brings.
    desk.expect("kappa 0.00")
    desk.expect("1 to be decided")
    desk.expect("kbm Mono, mho Neu (second)")
    desk.press(.character("q"))
    desk.expect("field-001.jpg")
    #expect(desk.state.second == nil)
    // What was read is no longer taken back: the answers are known now.
    desk.press(.character("u"))
    #expect(desk.status.contains("nothing to undo"))
    let later = Self.desk(more: desk.records)
    #expect(later.state.second == nil)
    #expect(later.state.undoStack.isEmpty)
  }

  @Test func `ended before its time, it is not gone on with`() {
    var desk = Self.desk()
    desk.press(.character("V"), .enter, .character("4"), .character("V"))
    desk.expect("3 cells are not read")
    desk.press(.enter)
    #expect(desk.state.second != nil)
    desk.press(.character("V"))
    desk.type("yes")
    desk.press(.enter)
    #expect(desk.state.second == nil)
    desk.expect("3 not read")
    #expect(Self.plans(desk).map(\.targets.count) == [4, 0])
    let later = Self.desk(more: desk.records)
    #expect(later.state.second == nil)
  }

  @Test func `a third reviewer decides, not one of the two`() throws {
    var desk = Self.desk()
    desk.press(.character("V"), .enter)
    for _ in 1...4 { desk.press(.character("4")) }
    desk.press(.character("V"), .enter)
    desk.expect("kbm Mono, mho Neu")
    desk.press(.character("4"))
    #expect(desk.status.contains("a third reviewer decides"))

    var third = Self.desk(
      reviewer: "ase", size: Size(columns: 120, rows: 40), more: desk.records)
    #expect(third.status.contains("1 to be decided: U"))
    #expect(third.state.catalogue.total.unsettled == 1)
    third.press(.character("U"))
    third.expect("1 to be decided, 0 decided")
    third.press(.enter)
    third.expect("field-003.jpg, cell 1")
    third.press(.character("4"))
    third.expect("Neu, because")
    third.type("7")
    third.press(.enter)
    let verdicts = third.log.compactMap {
      if case .adjudicated(let adjudication) = $0.event { adjudication } else { nil }
    }
    let verdict = try #require(verdicts.first)
    #expect(verdicts.count == 1)
    #expect(verdict.label.rawValue == "NEUTROPHIL")
    #expect(verdict.reviewer == "ase")
    #expect(verdict.reason == "other stage")
    #expect(verdict.between.count == 2)
    #expect(third.decisions.isEmpty)
    third.expect("0 to be decided, 1 decided")
    third.expect("Neu, ase: other stage")
    #expect(third.state.catalogue.total.answers[Label(rawValue: "MONOCYTE")] == nil)
    #expect(third.state.catalogue.total.unsettled == 0)
    third.press(.escape, .character("u"))
    #expect(third.status.contains("taken back"))
    #expect(third.state.catalogue.total.unsettled == 1)
    #expect(third.state.catalogue.total.answers[Label(rawValue: "MONOCYTE")] == 1)
  }

  @Test func `a cell that stations contest may be decided by anyone, who must say why`() throws {
    let path = ImagePath("/smears/field-001.jpg")
    let cell = Rehearsal.cell("field-001.jpg", index: 3)
    func answer(_ label: String, _ session: String, _ reviewer: String) -> LogRecord {
      LogRecord(
        sequence: 1,
        entry: LogEntry(
          id: EntryID(session: session, number: 1),
          event: .decided(
            Decision(
              image: path, imageSHA256: Rehearsal.facts(path).sha256, cell: cell.id, box: cell.box,
              label: Label(rawValue: label), kind: .override, suggestion: cell.suggestion,
              model: Rehearsal.model, supersedes: nil, suggestionVisible: true,
              dwellMilliseconds: 900, queueOrder: "name", queuePosition: 1))),
        time: Timestamp(utcMilliseconds: 0, offsetMinutes: 0),
        identity: LogIdentity(reviewer: reviewer, host: "h", session: session), hash: "")
    }
    var desk = Rehearsal(
      images: 2, session: "s9", reviewer: "kbm",
      history: [answer("NEUTROPHIL", "a", "kbm"), answer("MONOCYTE", "b", "mho")])
    desk.press(.character("U"))
    desk.expect("not counted")
    desk.press(.enter, .character("4"), .enter)
    #expect(desk.status.contains("say why"))
    desk.type("1")
    desk.press(.enter)
    #expect(desk.log.contains { if case .adjudicated = $0.event { true } else { false } })
    #expect(desk.state.catalogue.total.unsettled == 0)
  }

  @Test func `going elsewhere ends the deciding, and the keys of classes answer again`() {
    var third = Self.third()
    third.press(.character("U"), .enter, .character("G"))
    third.expect("field-005.jpg")
    #expect(!third.shows("a class's key decides"))
    third.press(.character("U"))
    third.press(.escape)
    third.press(.character("1"))
    #expect(third.decisions.count == 1)
    let none = Rehearsal(images: 2)
    var idle = none
    idle.press(.character("U"))
    #expect(idle.status.contains("nobody disagrees here"))
  }

  @Test func `a log that refuses a reading holds it back, and the veil stays`() {
    var desk = Self.desk()
    desk.press(.character("V"), .enter)
    desk.logRefuses = RecordTests.full
    desk.press(.character("4"))
    #expect(desk.status.contains("NOT SAVED"))
    desk.expect("0/4 read")
    desk.logRefuses = nil
    desk.press(.character("R"))
    desk.expect("1/4 read")
  }

  @Test func `for the ear too`() {
    var desk = Self.desk()
    let before = desk.state
    desk.press(.character("V"), .enter)
    let begun = Linear.announce(before: before, after: desk.state, isKey: true)
    #expect(begun.contains { $0.contains("second review, 0 of 4 read") })
    #expect(Linear.place(desk.state).contains("read anew: what is it?"))
    #expect(Linear.place(desk.state).contains("of the second review"))
    let reading = desk.state
    desk.press(.character("4"))
    let said = Linear.announce(before: reading, after: desk.state, isKey: true)
    #expect(said.contains { $0.contains("second review, 1 of 4 read") })
    #expect(!said.joined().contains("suggest"))
    for _ in 1...3 { desk.press(.character("4")) }
    let last = desk.state
    desk.press(.character("V"))
    let page = Linear.announce(before: last, after: desk.state, isKey: true)
    #expect(page.contains { $0.contains("3 of 4 read alike") })
    #expect(page.contains { $0.contains("kbm Mono, mho Neu (second)") })
  }
}

/// What the identity page says of a fall of agreement.
@Suite struct DriftPageTests {
  @Test func `the log is looked through when the page opens, and the page waits for nothing`() {
    var desk = GuardTests.desk()
    desk.drift = ["AGREEMENT HAS FALLEN, model m, suggestions seen: 15 of the newest 100"]
    desk.press(.character("I"))
    desk.expect("AGREEMENT HAS FALLEN, model m")
    #expect(desk.effects.count { $0 == .checkDrift } == 1)
    desk.press(.escape)
    #expect(!desk.shows("AGREEMENT HAS FALLEN"))
    let quiet = desk
    desk.press(.character("4"))
    #expect(desk.decisions.count == quiet.decisions.count + 1, "nothing is held up by it")
  }
}
