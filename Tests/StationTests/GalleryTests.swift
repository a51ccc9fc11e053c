import Review
import Screen
import Station
import Testing

/// The page of thumbnails by class: what it shows, and how cells move to another class.
@Suite struct GalleryTests {
  static let size = Size(columns: 120, rows: 40)

  /// Twelve classified pictures: six neutrophils, four lymphocytes of which one is unsure, two
  /// pictures with a monocyte and a neutrophil each.
  static func classified(_ size: Size = size) -> Rehearsal {
    var desk = Rehearsal(images: 12, size: size)
    for number in 1...12 {
      let name = "field-0\(number < 10 ? "0" : "")\(number).jpg"
      switch number {
      case ...6: desk.cells[name] = [Rehearsal.cell(name, index: 3)]
      case 7:
        desk.cells[name] = [
          Rehearsal.cell(name, index: 1, confidence: 0.45, status: .uncertain)
        ]
      case ...10: desk.cells[name] = [Rehearsal.cell(name, index: 1)]
      default:
        desk.cells[name] = [
          Rehearsal.cell(name, x: 100, index: 2), Rehearsal.cell(name, x: 400, index: 3),
        ]
      }
    }
    desk.press(.character("C"))
    return desk
  }

  static func opened(_ size: Size = size) -> Rehearsal {
    var desk = classified(size)
    desk.press(.character("w"))
    return desk
  }

  // MARK: What is shown

  @Test func `it opens on the class of the cell at the desk and counts every class`() {
    let desk = Self.opened()
    desk.expect(" Eos 0  Lym 4  Mono 2 [Neu 8]")
    desk.expect("Unsure 1  Open 14")
    desk.expect("neutrophil: 8 cells, 0 answered, 8 open")
    desk.expect("> . (Neu) .97")
  }

  @Test func `an answer stands without parentheses, under the class that was answered`() {
    var desk = Self.classified()
    desk.press(.character("1"), .character(" "), .character("w"))
    desk.expect("Eos 1  Lym 4  Mono 2 [Neu 7]")
    desk.expect("neutrophil: 7 cells, 1 answered, 6 open")
    desk.expect("+ Neu .97")
    desk.press(.home, .backTab, .backTab, .backTab)
    desk.expect("! Neu>Eos .97")
  }

  @Test func `Tab goes through the classes, the unsure and the open cells, and round`() {
    var desk = Self.opened()
    var seen: [String] = []
    for _ in 0..<11 {
      desk.press(.tab)
      seen.append(String(desk.screen[2].prefix { $0 != ":" }.dropFirst()))
    }
    #expect(
      seen == [
        "basophil", "immature granulocyte", "erythroblast", "platelet", "other and unidentified",
        "unsure suggestions", "no answer yet", "eosinophil", "lymphocyte", "monocyte", "neutrophil",
      ])
    desk.press(.character("["))
    desk.expect("monocyte: 2 cells")
    desk.expect(". (Mono) .97")
  }

  @Test func `Enter opens the cell at the desk, q goes back where one was`() {
    var desk = Self.opened()
    desk.press(.end, .enter)
    #expect(desk.state.mode == .desk)
    #expect(desk.state.selected == 11)
    #expect(desk.state.selectedCell == 1)
    desk.press(.character("w"), .character("q"))
    #expect(desk.state.mode == .desk)
    #expect(desk.state.selected == 11)
  }

  @Test func `a smaller window is told what the gallery needs, before and while it is open`() {
    var desk = Self.classified(Size(columns: 100, rows: 30))
    desk.press(.character("w"))
    #expect(desk.state.mode == .desk)
    #expect(desk.status.contains("the gallery needs 120 x 40 characters"))
    var open = Self.opened()
    open.send(.resized(Size(columns: 80, rows: 24)))
    #expect(open.state.mode == .desk)
    #expect(open.status.contains("needs 120 x 40"))
  }

  @Test func `the arrows move in rows, and pages follow the cursor`() {
    var desk = Rehearsal(images: 100, size: Self.size)
    for image in desk.state.images {
      let name = image.fileName.lossyText
      desk.cells[name] = [Rehearsal.cell(name, index: 3)]
    }
    desk.press(.character("C"), .character("w"))
    #expect(desk.screen[2].hasSuffix("1-32 of 100 "))
    desk.press(.down, .right, .enter)
    #expect(desk.state.selected == 9)
    desk.press(.character("w"), .pageDown)
    #expect(desk.screen[2].contains("17-48 of 100"))
    desk.press(.character("G"))
    #expect(desk.screen[2].contains("73-100 of 100"))
    desk.press(.character("g"), .up, .left)
    #expect(desk.screen[2].contains("1-32 of 100"))
    desk.press(.enter)
    #expect(desk.state.selected == 0)
  }

  @Test func `a classification that comes meanwhile joins its class and moves no cursor`() {
    var desk = Self.classified()
    desk.answersAtOnce = false
    desk.press(.character("j"), .character("c"), .character("w"))
    desk.cells["field-002.jpg"] = [Rehearsal.cell("field-002.jpg", index: 0)]
    desk.press(.character("l"))
    desk.deliver()
    desk.expect("Eos 1  Lym 4  Mono 2 [Neu 7]")
    desk.press(.enter)
    #expect(desk.state.image == ImagePath("/smears/field-003.jpg"))
  }

  // MARK: Moving cells

  @Test func `a class's key moves the cell under the cursor, with honest circumstances`() {
    var desk = Self.opened()
    desk.press(.right)
    desk.press(.character("1"), after: 2_000)
    let decision = desk.decisions.first
    #expect(desk.decisions.count == 1)
    #expect(decision?.image == ImagePath("/smears/field-002.jpg"))
    #expect(decision?.label.rawValue == "EOSINOPHIL")
    #expect(decision?.kind == .override)
    #expect(decision?.suggestion?.label.rawValue == "NEUTROPHIL")
    #expect(decision?.suggestionVisible == true)
    #expect(decision?.queueOrder == "gallery")
    #expect(decision?.queuePosition == 2)
    // The page came at once, the cursor a key later, the answer two seconds after that.
    #expect(decision?.dwellMilliseconds == 2_350)
    desk.expect("neutrophil: 7 cells")
    #expect(desk.status.contains("field-002.jpg Neu → Eos: saved"))
    desk.press(.character("4"))
    #expect(desk.decisions.last?.image == ImagePath("/smears/field-003.jpg"), "it went on")
    #expect(desk.decisions.last?.kind == .confirm)
    desk.expect("+ Neu .97")
  }

  @Test func `marked cells move together after a question, each as a decision of its own`() {
    var desk = Self.opened()
    desk.press(.character(" "), .right, .character("v"), .character("2"))
    #expect(desk.decisions.isEmpty)
    desk.expect("# 2 marked")
    #expect(desk.status.contains("2 cells → lymphocyte? y or Enter moves them"))
    let before = desk.log.count
    desk.press(.enter)
    #expect(
      desk.decisions.map(\.image.fileName.lossyText) == ["field-001.jpg", "field-003.jpg"])
    #expect(desk.decisions.allSatisfy { $0.kind == .override && $0.queueOrder == "gallery" })
    #expect(desk.decisions.map(\.queuePosition) == [1, 3])
    #expect(desk.log.count == before + 2)
    #expect(desk.status.contains("2 cells → Lym: saved"))
    desk.expect("Lym 6  Mono 2 [Neu 6]")
  }

  @Test func `any other key leaves marked cells where they are`() {
    var desk = Self.opened()
    desk.press(.character(" "), .character(" "), .character("2"), .character("n"))
    #expect(desk.decisions.isEmpty)
    #expect(desk.status.contains("nothing was moved"))
    desk.expect("# 2 marked")
    desk.press(.escape)
    #expect(!desk.shows("marked"))
    #expect(desk.state.mode == .gallery)
    desk.press(.escape)
    #expect(desk.state.mode == .desk)
  }

  @Test func `one u takes a move of several cells back, one entry for each`() {
    var desk = Self.opened()
    desk.press(.character(" "), .character(" "), .character(" "), .character("2"), .enter)
    #expect(desk.decisions.count == 3)
    let before = desk.log.count
    desk.press(.character("u"))
    let undone = desk.log[before...].compactMap {
      if case .undone(_, let entry) = $0.event { entry } else { nil }
    }
    #expect(undone.count == 3)
    #expect(Set(undone) == Set(desk.log.filter(\.isDecision).map(\.id)))
    desk.expect("Lym 4  Mono 2 [Neu 8]")
    #expect(desk.status.contains("taken back: 3 answers"))
    desk.press(.character("u"))
    #expect(desk.status.contains("nothing to undo"))
    desk.press(.control("r"))
    #expect(desk.log.count == before + 6)
    desk.expect("Lym 7  Mono 2 [Neu 5]")
    let again = ReviewState(desk.log, by: desk.state.slide.reviewer)
    #expect(again[desk.state.images[0]] == desk.state.review[desk.state.images[0]])
  }

  @Test func `Space marks and never answers: no key takes a page at its suggestions`() {
    var desk = Self.opened()
    for _ in 0..<8 { desk.press(.character(" ")) }
    #expect(desk.decisions.isEmpty)
    desk.expect("# 8 marked")
    desk.press(.character("4"))
    #expect(desk.status.contains("8 cells → neutrophil, as suggested?"))
    desk.press(.character("y"))
    #expect(desk.decisions.count == 8)
    #expect(desk.decisions.allSatisfy { $0.kind == .confirm })
  }

  @Test func `cells that stand under the class already are left out`() {
    var desk = Self.opened()
    desk.press(.character("4"), .home, .character("4"))
    #expect(desk.decisions.count == 1)
    #expect(desk.status.contains("was answered before: Neu"))
    desk.press(.home, .character(" "), .character(" "), .character("4"))
    #expect(desk.decisions.count == 2, "the only one that is new moves without a question")
  }

  @Test func `marks do not outlive the page of their class`() {
    var desk = Self.opened()
    desk.press(.character(" "), .character(" "), .tab, .backTab)
    #expect(!desk.shows("marked"))
  }

  // MARK: Guards

  @Test func `a held key moves or marks one cell, not the page`() {
    var desk = Self.opened()
    desk.press(.character("1"), after: 400)
    for _ in 0..<4 { desk.press(.character("1"), after: 30) }
    #expect(desk.decisions.count == 1)
    #expect(desk.status.contains("too quick"))
    var marking = Self.opened()
    marking.press(.character(" "), after: 400)
    for _ in 0..<4 { marking.press(.character(" "), after: 30) }
    marking.expect("# 1 marked")
  }

  @Test func `a question is not answered by a key that was pressed before it could be read`() {
    var desk = Self.opened()
    desk.press(.character(" "), .character(" "), .character("2"))
    desk.press(.enter, after: 30)
    #expect(desk.decisions.isEmpty)
    #expect(desk.status.contains("too quick"))
    desk.press(.enter)
    #expect(desk.decisions.count == 2)
  }

  @Test func `a cell without a picture on screen takes no answer`() {
    var desk = Self.classified()
    desk.drawsThumbnails = false
    desk.press(.character("w"), .character("1"), .character(" "))
    #expect(desk.decisions.isEmpty)
    #expect(desk.status.contains("not on screen yet"))
    desk.expect("loading")

    var changed = Self.classified()
    changed.thumbnails = ["field-001.jpg": .changed, "field-002.jpg": .gone]
    changed.press(.character("w"), .character("1"), .right, .character("1"))
    #expect(changed.decisions.isEmpty)
    changed.expect("file was")
    changed.expect("file is gone")
  }

  @Test func `time on screen adds up for a marked cell that scrolls away and comes back`() {
    var desk = Rehearsal(images: 80, size: Self.size)
    for image in desk.state.images {
      let name = image.fileName.lossyText
      desk.cells[name] = [Rehearsal.cell(name, index: 3)]
    }
    desk.press(.character("C"), .character("w"))
    desk.press(.character(" "), after: 1_000)
    desk.press(.end, after: 500)
    desk.press(.character("1"), after: 5_000)
    #expect(desk.decisions.map(\.dwellMilliseconds) == [1_500])
  }

  @Test func `a log that refuses stops moving and takes all answers off the page`() {
    var desk = Self.opened()
    desk.logRefuses = RecordTests.full
    desk.press(.character(" "), .character(" "), .character("2"), .enter)
    desk.expect("[Neu 8]")
    #expect(desk.status.contains("NOT SAVED (2)"))
    desk.press(.character("1"))
    #expect(desk.decisions.isEmpty)
    desk.logRefuses = nil
    desk.press(.character("R"))
    #expect(desk.decisions.count == 2)
    desk.expect("[Neu 6]")
  }

  // MARK: Withheld suggestions

  @Test func `a withheld suggestion is told by no page, caption, mark or question`() {
    var desk = Self.classified()
    desk.press(.character("b"), .character("w"))
    desk.expect("Lym 0  Mono 0  Neu 0")
    desk.expect("Unsure 0 [Open 14]")
    desk.expect("> . (…)")
    let text = desk.screen[2...].joined()
    for word in ["(Neu)", "(Lym)", "neutrophil", "?  (", ".97", ".45"] {
      #expect(!text.contains(word), "\(word)")
    }
    desk.press(.character(" "), .character(" "), .character("4"))
    #expect(!desk.status.contains("as suggested"))
    desk.press(.enter)
    #expect(desk.decisions.map(\.suggestionVisible) == [false, false])
    #expect(desk.decisions.map(\.hidden) == [.blind, .blind])
    #expect(desk.decisions.map(\.kind) == [.confirm, .confirm])
    desk.expect("Neu 2 ")
  }

  @Test func `a check set keeps its own order: the gallery waits`() {
    var desk = Self.classified()
    desk.press(.character("X"))
    desk.type("3")
    desk.press(.enter, .character("w"))
    #expect(desk.state.mode == .desk)
    #expect(desk.status.contains("a check set has its own order"))
  }

  // MARK: Thumbnails

  @Test func `only what is on screen is asked for, and what scrolled away is not asked for again`()
  {
    var desk = Rehearsal(images: 100, size: Self.size)
    for image in desk.state.images {
      let name = image.fileName.lossyText
      desk.cells[name] = [Rehearsal.cell(name, index: 3)]
    }
    desk.press(.character("C"), .character("w"))
    func asked() -> [Int] {
      desk.effects.compactMap {
        if case .drawThumbnails(let requests) = $0 { requests.count } else { nil }
      }
    }
    #expect(asked() == [32])
    desk.press(.end)
    #expect(asked() == [32, 28])
    desk.press(.home, .end, .right, .left)
    #expect(asked() == [32, 28], "both pages are still at hand")
  }
}

extension LogEntry {
  fileprivate var isDecision: Bool { if case .decided = event { true } else { false } }
}
