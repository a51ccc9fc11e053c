import Review
import Screen
import Station
import Testing

/// The differential with its limits, its target, a signature under it, and amendments after it.
struct SigningTests {
  /// Twelve pictures of a cell each, ten of them answered: 6 Neu, 2 Lym, 1 Eos, 1 erythroblast apart.
  static func counted(
    size: Size = Size(columns: 80, rows: 24), target: Int? = nil, history: [LogRecord] = [],
    session: String = "s1", reviewer: String = "kbm"
  ) -> Rehearsal {
    var wishes = Wishes()
    (wishes.targetCount, wishes.whiteCellCount) = (target, 7.5)
    let ranges: [Label: ReferenceRanges] = [
      Label(rawValue: "NEUTROPHIL"): ReferenceRanges(
        percentage: ReferenceRange(low: 45, high: 79), absolute: ReferenceRange(low: 1.8, high: 7.8)
      ),
      Label(rawValue: "LYMPHOCYTE"): ReferenceRanges(
        percentage: ReferenceRange(low: 30, high: 47)),
    ]
    var desk = Rehearsal(
      images: 12, size: size, session: session, reviewer: reviewer, wishes: wishes,
      history: history, counting: CountingRules(ranges: ranges))
    for number in 1...12 {
      let name = Rehearsal.name(number)
      desk.cells[name] = [Rehearsal.cell(name, index: 3, confidence: 0.96)]
    }
    desk.type("C")
    if history.isEmpty { desk.type("4444442217") }
    return desk
  }

  private static func sign(_ desk: inout Rehearsal, as name: String = "kbm") {
    desk.press(.character("A"))
    desk.type(name)
    desk.press(.enter)
  }

  private static func signOffs(_ desk: Rehearsal) -> [SignOff] {
    desk.log.compactMap { if case .signed(let signOff) = $0.event { signOff } else { nil } }
  }

  @Test func `the page has percentages, exact limits, absolute counts and the laboratory's ranges`()
  {
    var desk = Self.counted()
    desk.press(.character("d"))
    desk.expect("PRELIMINARY: not signed")
    // scipy.stats.binomtest(6, 9).proportion_ci(): .2993 to .9251, rounded outwards; 7.5 corrected by 11.1.
    desk.expect("Neu  neutrophil")
    desk.expect("66.7%    29.9-92.6    4.50  45-79, 1.8-7.8")
    desk.expect("22.2%     2.8-60.1    1.50  30-47 L")
    desk.expect("Ery 11.1 for 100 white cells: white cells 7.50 corrected to 6.75 x 10^9/l")
    desk.expect("outside the total: erythroblast 1")
  }

  @Test func `a signature needs the signer's name, and holds what was counted`() {
    var desk = Self.counted()
    desk.press(.character("A"))
    desk.expect("type your name to sign: ")
    desk.expect("29.9-92.6")
    desk.type("mho")
    desk.press(.enter)
    #expect(Self.signOffs(desk).isEmpty)
    desk.expect("signed in is kbm")
    desk.type("KBM")
    desk.press(.enter)
    let signOff = Self.signOffs(desk).last
    #expect(signOff?.total == 9)
    #expect(signOff?.counts.map(\.cells) == [1, 1, 2, 6])
    #expect(signOff?.replaces == nil)
    desk.expect("9 cells signed by kbm: saved")
    #expect(!desk.status.contains("undoes"))
    desk.expect("final, d shows all")
    desk.press(.character("d"))
    desk.expect("FINAL: signed by kbm")
    desk.press(.character("A"))
    #expect(desk.screen.contains { $0.contains("nothing changed since") })
    #expect(Self.signOffs(desk).count == 1)
  }

  @Test func `escape leaves without a signature`() {
    var desk = Self.counted()
    desk.press(.character("A"), .escape)
    #expect(Self.signOffs(desk).isEmpty)
    #expect(desk.state.mode == .desk)
  }

  @Test func `after it a change is an amendment with a reason, which shows the earlier value`() {
    var desk = Self.counted()
    Self.sign(&desk)
    desk.press(.home, .character("2"))
    desk.expect("kbm signed; Neu → Lym, because: ")
    let before = desk.decisions.count
    desk.press(.enter)
    #expect(desk.decisions.count == before, "an amendment without a reason")
    desk.press(.character("2"))
    desk.type("folded")
    desk.press(.enter)
    let amendment = desk.decisions.last
    #expect(amendment?.reason == "folded")
    #expect(
      amendment?.amends == desk.log.first { if case .signed = $0.event { true } else { false } }?.id
    )
    #expect(amendment?.supersedes != nil)
    desk.expect("preliminary, d shows all")
    desk.press(.character("d"))
    desk.expect("PRELIMINARY: changed since kbm signed")
    desk.expect("signed by kbm: 9 cells")
    desk.press(.character("A"))
    desk.type("kbm")
    desk.press(.enter)
    #expect(Self.signOffs(desk).last?.replaces != nil)
    #expect(Self.signOffs(desk).last?.counts.map(\.cells) == [1, 1, 3, 5])
    desk.expect("amended, d shows all")
  }

  @Test func `what was signed cannot be taken back, today and tomorrow`() {
    var desk = Self.counted()
    Self.sign(&desk)
    desk.press(.character("u"))
    #expect(desk.status.contains("nothing to undo"))
    var later = Self.counted(history: desk.records, session: "s2")
    later.expect("final, d shows all")
    later.press(.character("u"))
    #expect(later.status.contains("nothing to undo"))
  }

  @Test func `a signature that the disk refused does not count`() {
    var desk = Self.counted()
    desk.logRefuses = RecordTests.full
    Self.sign(&desk)
    desk.expect("NOT SAVED")
    desk.expect("preliminary, d shows all")
    desk.logRefuses = nil
    desk.press(.character("R"))
    desk.expect("final, d shows all")
  }

  @Test func `short of its target a count is signed with the reason why`() {
    var desk = Self.counted(target: 100)
    desk.press(.character("A"), .enter)
    desk.expect("say why it is signed before the target is reached")
    desk.type("few cells")
    desk.press(.enter)
    desk.type("kbm")
    desk.press(.enter)
    #expect(Self.signOffs(desk).last?.comment == "few cells")
  }

  @Test func `at the target counting stops, and goes on to the next hundred when asked`() {
    var desk = Self.counted(target: 9)
    desk.expect("counted 9/9")
    let answers = desk.decisions.count
    desk.press(.character("4"))
    #expect(desk.decisions.count == answers)
    #expect(desk.status.contains("the target is reached"))
    desk.press(.home, .character("2"))
    #expect(desk.decisions.count == answers + 1, "changing an answer is always possible")
    desk.press(.character("d"), .character("n"), .character("q"))
    desk.expect("counted 9/100")
    desk.press(.character("G"), .character("4"))
    #expect(desk.decisions.count == answers + 2)
  }

  @Test func `a target is fixed once cells are counted`() {
    var desk = Self.counted(target: 100)
    desk.press(.character("I"), .down, .down, .down, .control("u"))
    desk.type("5")
    desk.press(.enter)
    desk.expect("9 are counted, the target stays")
    #expect(desk.state.slide.target == .cells(100))
  }

  @Test func `a target may be how closely a class is known`() {
    var desk = Rehearsal(images: 12)
    for number in 1...12 {
      let name = Rehearsal.name(number)
      desk.cells[name] = [Rehearsal.cell(name, index: 3, confidence: 0.96)]
    }
    desk.type("C")
    desk.press(.character("I"), .down, .down, .down)
    desk.type("neu 40")
    desk.press(.enter)
    let target = WidthTarget(label: Label(rawValue: "NEUTROPHIL"), percentagePoints: 40)
    #expect(desk.state.slide.target == .width(target))
    desk.type("444444")
    // scipy: 6 of 6 leaves 54.07 to 100, 7 of 7 59.04, 8 of 8 63.06.
    #expect(
      desk.state.slide.target?.isReached(
        by: Differential(answers: [target.label: 7], classes: Rehearsal.classes)) == false)
    desk.type("44")
    desk.expect("Neu IS KNOWN CLOSELY ENOUGH")
    desk.press(.character("d"))
    desk.expect("Neu to within 40 points, now 36.9: the target is reached")
  }

  @Test func `white cells and targets that are none are refused`() {
    var desk = Self.counted()
    desk.press(.character("I"), .up)
    desk.type("x")
    desk.press(.enter)
    desk.expect("is no count in 10^9/l")
    desk.press(.control("u"), .up)
    desk.type("xyz 5")
    desk.press(.enter)
    desk.expect("no class that counts in the total is called xyz")
  }

  @Test func `what differs between two stations is not signed`() {
    var other = Self.counted(session: "s2", reviewer: "mho")
    other.press(.home)
    let first = Self.counted()
    // Both logs in one, neither knowing of the other.
    var both = Self.counted(history: first.records + other.records, session: "s3")
    both.press(.character("A"))
    #expect(Self.signOffs(both).isEmpty == true || both.state.catalogue.total.unsettled == 0)
    var differing = Self.counted(session: "s4", reviewer: "mho")
    differing.press(.home, .character("3"))
    let contested = first.records + differing.records
    both = Self.counted(history: contested, session: "s5")
    both.press(.character("A"))
    #expect(both.status.contains("somebody has to decide"))
  }
}

/// What a trial by somebody who had never seen the program brought up.
struct TrialTests {
  @Test func `in a window too small to show anything no key answers`() {
    var desk = AnswerTests.classified()
    desk.send(.resized(Size(columns: 40, rows: 10)))
    desk.press(.character("1"), .character(" "), .character("?"), .character("d"))
    #expect(desk.decisions.isEmpty)
    desk.press(.character("q"))
    #expect(desk.effects.last == .quit)
  }

  @Test func `a held undo takes one answer back`() {
    var desk = AnswerTests.classified()
    desk.press(.character("1"), .character("2"))
    for _ in 0..<20 { desk.press(.character("u"), after: 30) }
    let undone = desk.log.count { if case .undone = $0.event { true } else { false } }
    #expect(undone == 1)
    #expect(desk.status.contains("a held key"))
  }

  @Test func `y says why of the answer that was just given`() {
    var desk = GuardTests.desk()
    desk.press(.character("1"), .character("y"))
    desk.type("2 lobes")
    desk.press(.enter)
    guard case .annotated(let annotation)? = desk.log.last?.event else {
      Issue.record("no reason")
      return
    }
    #expect(annotation.text == "2 lobes")
    #expect(annotation.image.fileName.lossyText == "field-001.jpg")
  }

  @Test func `a check keeps the first answer and says so`() {
    var desk = GuardTests.desk()
    desk.press(.character("X"), .enter, .character("1"), .character("u"))
    #expect(desk.status.contains("the check keeps the first answer"))
  }
}
