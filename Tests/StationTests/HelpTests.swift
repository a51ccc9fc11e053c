import Review
import Screen
import Settings
import Station
import Testing

/// The help page: it moves, it is searched, and it is left.
@Suite struct HelpTests {
  static func opened(_ size: Size = Size(columns: 80, rows: 24)) -> Rehearsal {
    var desk = Rehearsal(images: 3)
    desk.send(.resized(size))
    desk.type("?")
    return desk
  }

  @Test func `typing filters the lines, below their headings`() throws {
    var desk = Self.opened()
    desk.type("/PICTURE")
    desk.expect("/PICTURE   ")
    desk.expect("find a picture by a part of its name")
    desk.expect("Move")
    #expect(!desk.shows("bring an answer back"))
    #expect(desk.state.selected == 0, "j and k would have moved, were they keys here")
    desk.press(.backspace)
    desk.expect("/PICTUR   ")
    desk.press(.escape)
    desk.expect("accept the suggestion")
    desk.press(.escape)
    #expect(desk.state.mode == .desk)
  }

  @Test func `a key is found by its name as well as by what it does`() {
    var desk = Self.opened()
    desk.type("/ctrl-r")
    desk.press(.enter)
    desk.expect("> Ctrl-R         bring an answer back")
    desk.expect("“ctrl-r” 1 of 1")
    desk.press(.escape)
    #expect(desk.state.mode == .help(HelpView()))
  }

  @Test func `n and N go through what was found, round the ends`() {
    var desk = Self.opened(Size(columns: 80, rows: 18))
    desk.type("/next")
    desk.press(.enter)
    let lines = desk.screen.filter { $0.contains("next") }.count
    #expect(lines > 5)
    func marked(_ desk: Rehearsal) -> String { desk.screen.first { $0.hasPrefix("  >") } ?? "" }
    let first = marked(desk)
    desk.type("n")
    #expect(marked(desk) != first)
    desk.type("N")
    #expect(marked(desk) == first)
    desk.type("N")
    #expect(!marked(desk).isEmpty && marked(desk) != first, "the last one has been scrolled to")
    desk.type("n")
    #expect(marked(desk) == first)
  }

  @Test func `what cannot be found is said, and the page is whole again`() {
    var desk = Self.opened()
    desk.type("/zzzz")
    desk.expect("nothing found")
    desk.press(.enter)
    desk.expect("nothing here contains “zzzz”")
    desk.expect("accept the suggestion")
    desk.type("n")
    desk.expect("nothing was looked for yet: / searches this page")
  }

  @Test func `a paste goes into the search and labels nothing`() {
    var desk = Self.opened()
    desk.send(.paste("undone"))
    #expect(desk.state.mode == .help(HelpView()))
    desk.type("/")
    desk.send(.paste("undone\n"))
    desk.expect("/undone   1 found")
  }

  @Test func `the page moves by the desk's keys and stays within its lines`() {
    var desk = Self.opened()
    desk.press(.up)
    desk.expect("this is the beginning of the page")
    desk.type("G")
    desk.expect("A>B: A suggested")
    desk.type("j")
    desk.expect("this is the end of the page")
    desk.type("gg")
    desk.expect("Answer")
    desk.type("x")
    desk.expect("x does nothing on this page: q goes back to the desk")
    desk.type("q")
    #expect(desk.state.mode == .desk)
  }

  @Test(arguments: [60, 80, 120])
  func `no line of it is cut`(columns: Int) throws {
    let (classes, keys) = try LaboratoryClasses.standard.joined(to: Rehearsal.classes)
    let keymap = Keymap.standard(classes: classes, keys: keys)
    var desk = Rehearsal(images: 1, classes: classes, keymap: keymap)
    desk.send(.resized(Size(columns: columns, rows: 200)))
    desk.type("?")
    let page = desk.screen.joined(separator: " ").split(separator: " ").joined(separator: " ")
    for binding in keymap.bindings {
      let words = "\(binding.shown) \(binding.help)"
      let stands = page.contains(words)
      #expect(stands, "\(words)")
    }
    #expect(!page.contains("…"))
  }

  @Test func `with other keys it is opened, moved and left by them`() throws {
    let keymap = try Keymap.standard(classes: Rehearsal.classes).changing([
      "help": ["F9"], "down": ["p"], "quit": ["F10"], "find": ["F3"],
    ])
    var desk = Rehearsal(images: 3, keymap: keymap)
    desk.press(.function(9), .character("p"))
    #expect(!desk.shows("accept the suggestion") || !desk.screen[1].contains("Answer"))
    desk.expect("F3 search   F10 back")
    desk.press(.function(3))
    desk.type("q?")
    desk.expect("/q?")
    desk.press(.escape, .function(10))
    #expect(desk.state.mode == .desk)
  }
}

/// The page of the first session.
@Suite struct FirstStepsTests {
  @Test(arguments: [(60, 18), (80, 24), (120, 40)])
  func `a first session teaches the first keys`(columns: Int, rows: Int) throws {
    let desk = Rehearsal(images: 6, size: Size(columns: columns, rows: rows), isFirst: true)
    for text in ["find white cells", "leave; all is saved", "i shows this"] {
      desk.expect(text)
    }
    if columns >= 80 {
      desk.expect("name, slide, number of cells")
      desk.expect("find white cells: here, all")
    }
    #expect(desk.screen[0].contains(researchUseNotice))
  }

  @Test func `it is there once, and again on demand`() {
    #expect(Rehearsal(images: 2).state.mode == .desk)
    var desk = Rehearsal(images: 2, isFirst: true)
    desk.press(.enter)
    #expect(desk.state.mode == .desk)
    #expect(!desk.shows("first steps"))
    desk.type("i")
    desk.expect("first steps")
    desk.type("q")
    #expect(desk.state.mode == .desk, "q leaves the page, not the program")
    #expect(!desk.effects.contains(.quit))
    desk.type("ii")
    #expect(desk.state.mode == .desk)
  }

  @Test func `a key that ends it does what the page said of it`() {
    var desk = Rehearsal(images: 2, isFirst: true)
    desk.cells = ["field-001.jpg": [Rehearsal.cell("field-001.jpg", index: 3)]]
    desk.type("c")
    #expect(desk.state.mode == .desk)
    desk.expect("1 white cell found")
  }

  @Test func `behind the page no cell has been looked at`() {
    var desk = AnswerTests.classified()
    desk.type("i")
    desk.clock += 5_000
    desk.press(.character("4"), after: 1)
    #expect(desk.decisions.isEmpty)
    #expect(desk.status.contains("too quick"))
  }

  @Test func `the keys on the page are the ones to press`() throws {
    let keymap = try Keymap.standard(classes: Rehearsal.classes)
      .changing(["classify": ["F7"], "first-steps": ["F12"]])
    let desk = Rehearsal(images: 2, keymap: keymap, isFirst: true)
    desk.expect("F7 C   find white cells")
    desk.expect("F12 shows this again")
  }
}

/// A key either does something or says why it does not.
@Suite struct SilentKeysTests {
  static let keys: [Key] =
    (33...126).compactMap { Unicode.Scalar($0) }.map { .character(Character($0)) }
    + "abcdefghijklmnopqrstuvwxyz".map { .control($0) } + (1...12).map(Key.function)
    + [
      .character(" "), .enter, .tab, .backTab, .backspace, .delete, .insert, .up, .down, .left,
      .right, .pageUp, .pageDown, .home, .end,
    ]

  /// What a technician can see and what is done, without the clock.
  static func visible(_ state: State) -> Frame { render(state, size: state.size) }

  /// Without the one whose log failed: its status line says all the time why nothing is taken.
  static let desks: [(String, Rehearsal)] = {
    var unclassified = Rehearsal(images: 3)
    unclassified.press(.escape)
    var unreadable = Rehearsal(images: 1)
    unreadable.unreadable = ["field-001.jpg"]
    unreadable.press(.character("c"))
    var last = AnswerTests.classified()
    last.press(.character("G"))
    var zoomed = AnswerTests.classified()
    for _ in 0..<20 { zoomed.press(.character("+")) }
    var box = AnswerTests.classified()
    box.press(.character("v"))
    return [
      ("empty", Rehearsal(images: 0)), ("unclassified", unclassified), ("one", unreadable),
      ("classified", AnswerTests.classified()), ("last", last), ("zoomed", zoomed), ("box", box),
      ("help", HelpTests.opened()),
    ]
  }()

  @Test(arguments: desks.map(\.0))
  func `every key is answered`(name: String) throws {
    let start = try #require(Self.desks.first { $0.0 == name }?.1)
    for key in Self.keys {
      var desk = start
      desk.clock += 1_000
      desk.send(.clock(milliseconds: desk.clock))
      // What was said before may be said again: it is taken away first, where Esc does not leave.
      if desk.state.mode == .desk { desk.press(.escape) }
      let before = Self.visible(desk.state)
      let effects = desk.effects.count
      desk.press(key)
      let isAnswered = desk.effects.count > effects || Self.visible(desk.state) != before
      #expect(isAnswered, "\(key.shown)")
    }
  }
}
