import Review
import Screen
import Station
import Testing

/// Suggestions that are withheld, and the random check set.
@Suite struct GuardTests {
  /// `count` pictures with a sure neutrophil each.
  static func desk(_ count: Int = 5, wishes: Wishes = Wishes(), history: [LogRecord] = [])
    -> Rehearsal
  {
    var desk = Rehearsal(images: count, wishes: wishes, history: history)
    for number in 1...count {
      let name = Rehearsal.name(number)
      desk.cells[name] = [Rehearsal.cell(name, index: 3, confidence: 0.96)]
    }
    desk.type("C")
    return desk
  }

  @Test func `blind, nothing on the screen tells the suggestion, and Space waits`() {
    var desk = Self.desk()
    desk.expect("neutrophil")
    desk.expect("(Neu)")
    desk.press(.character("b"))
    #expect(!desk.shows("neutrophil"))
    #expect(!desk.shows("(Neu)"))
    #expect(!desk.shows(".96"))
    desk.expect("suggestion, blind")
    desk.press(.character(" "))
    #expect(desk.decisions.isEmpty)
    #expect(desk.status.contains("you work blind"))
    desk.press(.character("4"))
    #expect(desk.decisions.first?.suggestionVisible == false)
    #expect(desk.decisions.first?.hidden == .blind)
    #expect(desk.decisions.first?.kind == .confirm)
    #expect(desk.status.contains("as suggested"))
    desk.press(.character("1"))
    #expect(desk.status.contains("suggested was Neu .96"))
    #expect(desk.decisions.last?.kind == .override)
  }

  @Test func `an undone blind answer is no longer blind`() {
    var desk = Self.desk()
    desk.press(.character("b"), .character("4"), .character("u"), .character("4"))
    #expect(desk.decisions.map(\.hidden) == [.blind, nil])
    #expect(desk.decisions.last?.suggestionVisible == true)
  }

  @Test func `about as many suggestions are withheld as asked, always the same ones`() {
    var wishes = Wishes()
    wishes.guards.spotCheckPercent = 30
    var desk = Self.desk(400, wishes: wishes)
    var withheld = 0
    for _ in 0..<400 {
      if desk.shows("spot check: what is it?") {
        withheld += 1
        desk.press(.character(" "))
        #expect(desk.status.contains("spot check"))
        desk.press(.character("4"))
      } else {
        desk.press(.character(" "))
      }
    }
    #expect(desk.decisions.count == 400)
    #expect(desk.decisions.count { $0.hidden == .spot } == withheld)
    // Binomial 400 x .3: 120, three standard deviations are 27.
    #expect((93...147).contains(withheld))
  }

  @Test func `a check set bounds the error, hides the suggestion and is laid down first`() {
    var desk = Self.desk(5)
    desk.press(.character("X"))
    desk.expect("check how many of 5")
    desk.press(.control("u"), .character("4"), .enter)
    guard case .checkPlanned(let plan)? = desk.log.last?.event else {
      Issue.record("no plan in the log")
      return
    }
    #expect(plan.targets.count == 4)
    #expect(plan.population == 5)
    #expect(!desk.shows("(Neu)") || desk.state.listedImages.count == 4)
    desk.expect("nothing checked yet")
    desk.press(.character("4"))
    // One clean check: 1 - .05 = 95 %.
    desk.expect("after 1 clean check, error")
    desk.press(.character("4"), .character("1"), .character("4"))
    #expect(desk.decisions.allSatisfy { $0.hidden == .check && $0.queueOrder.hasPrefix("check ") })
    // scipy.stats.beta.ppf(.95, 2, 3) = .7514.
    desk.expect("4/4: 1 wrong in 4 checks, error")
    desk.expect("at most 75.2 % (95 %)")
    desk.expect("check set done: X returns")
    #expect(desk.shows("counted 0"), "cells of a check set are no sample of the slide")
    desk.press(.character("X"))
    #expect(desk.state.check == nil)
    #expect(desk.state.listedImages.count == 5)
  }

  @Test func `a check set that was left is gone on with, in a later session too`() {
    var desk = Self.desk(5)
    desk.press(.character("X"), .enter, .character("4"), .character("X"))
    #expect(desk.status.contains("X goes on"))
    var later = Self.desk(5, history: desk.records)
    later.press(.character("X"))
    #expect(later.shows("1/5"))
    later.press(.character("4"))
    #expect(later.shows("2/5"))
    #expect(later.log.allSatisfy { if case .checkPlanned = $0.event { false } else { true } })
  }

  @Test func `the first answer of a checked cell counts`() {
    var desk = Self.desk(3)
    desk.press(.character("X"), .enter, .character("1"), .character("u"), .character("4"))
    desk.expect("1 wrong in 1 check")
  }

  @Test func `without sure suggestions there is nothing to check`() {
    var desk = Rehearsal(images: 2)
    desk.press(.character("X"))
    #expect(desk.status.contains("nothing to check yet: C classifies"))
    #expect(desk.state.mode == .desk)
  }

  @Test func `for the ear a withheld suggestion is withheld too`() {
    var desk = Self.desk()
    #expect(Linear.place(desk.state).contains("neutrophil"))
    desk.press(.character("b"))
    #expect(Linear.place(desk.state).contains("blind: what is it?"))
    #expect(!Linear.place(desk.state).contains("neutrophil"))
    let before = desk.state
    desk.press(.character("f"))
    let prompt = Linear.announce(before: before, after: desk.state, isKey: true)
    #expect(prompt.first == "filter: ")
    desk.press(.escape, .character("m"))
    #expect(Linear.place(desk.state).contains("flagged"))
  }
}
