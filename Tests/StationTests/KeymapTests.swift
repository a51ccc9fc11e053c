import Review
import Screen
import Station
import Testing

/// Keys of one's own: every text that names a key names the one that is pressed.
@Suite struct KeymapTests {
  /// A desk on which nothing has its default key.
  static func desk() throws -> Rehearsal {
    let standard = Keymap.standard(classes: Rehearsal.classes)
    let functions = (1...24).map { "F\($0)" }
    let controls = "abcdefgklnopqrstuvwxyz".map { "Ctrl-\($0)" }
    let capitals = "ABCDEFGHIJKLMNOPQRSTUVWXYZ".map { "\($0)\($0)" }
    let small = "abcdefghij".map { "\($0)\($0)" }
    let keys = functions + controls + capitals + small
    #expect(keys.count >= standard.bindings.count)
    let changes = zip(standard.bindings, keys).map { ($0.action, [$1]) }
    let keymap = try standard.changing(Dictionary(uniqueKeysWithValues: changes))
    return Rehearsal(images: 4, keymap: keymap)
  }

  /// Presses the key that this desk has for a command.
  static func press(_ command: Command, on desk: inout Rehearsal) throws {
    let binding = try #require(desk.state.session.keymap.binding(for: command))
    if let character = binding.doubled.first {
      desk.press(.character(character), .character(character))
    } else {
      desk.press(try #require(binding.keys.first))
    }
  }

  @Test func `with changed keys no text names a default key`() throws {
    var desk = try Self.desk()
    desk.cells = [
      "field-001.jpg": [Rehearsal.cell("field-001.jpg", index: 3)],
      "field-002.jpg": [
        Rehearsal.cell("field-002.jpg", index: 2, confidence: 0.45, status: .uncertain)
      ],
    ]
    func expectOwnKeys(_ desk: Rehearsal, _ location: SourceLocation = #_sourceLocation) {
      // A default key stands as a word of its own, or in front of what it does.
      let words = Set(desk.screen.dropFirst().flatMap { $0.split(separator: " ") }.map(String.init))
      for key in ["Space", "c", "C", "u", "q", "R", "Tab", "[", "]", "z", "n", "N", "(u"] {
        let isNamed = words.contains(key)
        #expect(!isNamed, "\(key)", sourceLocation: location)
      }
    }
    desk.press(.escape)
    expectOwnKeys(desk)
    try Self.press(.accept, on: &desk)
    #expect(desk.status.contains("press \(desk.state.session.keymap.key(.classify)) first"))
    expectOwnKeys(desk)
    for command in [
      Command.classifyRest, .accept, .accept, .last, .classify, .label(0), .accept,
      .undo, .findNext, .retry, .previousCell, .redo, .redo,
    ] {
      try Self.press(command, on: &desk)
      expectOwnKeys(desk)
    }
    desk.press(.character("!"))
    #expect(
      desk.status.contains("! does nothing here: \(desk.state.session.keymap.key(.help)) shows"))
    desk.logRefuses = RecordTests.full
    try Self.press(.label(1), on: &desk)
    expectOwnKeys(desk)
    try Self.press(.label(1), on: &desk)
    expectOwnKeys(desk)
  }

  @Test func `an action without a key is named, and stands in the help`() throws {
    let keymap = try Keymap.standard(classes: Rehearsal.classes).changing(["classify": []])
    var desk = Rehearsal(images: 2, keymap: keymap)
    desk.expect("(no key: classify) finds the cells")
    #expect(!desk.keyLine.contains("classify  "))
    desk.press(.character("?"))
    desk.send(.resized(Size(columns: 80, rows: 60)))
    desk.expect("(no key)       find and classify the white cells of this picture")
  }

  @Test func `a character pressed twice is a key, once it waits`() throws {
    let keymap = try Keymap.standard(classes: Rehearsal.classes)
      .changing(["last": ["PP"], "first": ["Home"]])
    var desk = Rehearsal(images: 4, keymap: keymap)
    desk.type("P")
    #expect(desk.state.selected == 0)
    #expect(desk.status.contains("P: press P again for: last picture"))
    desk.type("P")
    #expect(desk.state.selected == 3)
    desk.type("g")
    #expect(desk.status.contains("g does nothing here"))
    desk.type("PjP")
    #expect(desk.state.selected == 3, "another key between takes the first one back")
  }

  @Test func `neighbouring keys share one item of the key line`() throws {
    var desk = AnswerTests.classified()
    #expect(desk.keyLine.contains("5-8 more"))
    let keymap = try Keymap.standard(classes: Rehearsal.classes)
      .changing(["label-platelet": ["F9"], "label-erythroblast": ["F8"], "label-ig": ["p"]])
    desk = AnswerTests.classified(Rehearsal(images: 4, keymap: keymap))
    #expect(desk.keyLine.contains("5 p F8-F9 more"), "\(desk.keyLine)")
  }

  @Test func `every action has a name of its own in small letters`() {
    let names = Keymap.standard(classes: Rehearsal.classes).bindings.map(\.action)
    #expect(Set(names).count == names.count)
    #expect(names.contains("next-unreviewed") && names.contains("label-ig"))
    for name in names { #expect(name.allSatisfy { $0 == "-" || $0.isLowercase }, "\(name)") }
  }

  @Test func `answers of a class that is no longer listed are still counted somewhere`() {
    let (band, key) = (Label(rawValue: "BAND"), Key.function(2))
    let own = CellClass(
      code: "BAND", name: "band", short: "Band", letter: "B", core: false, countsInTotal: true)
    let classes = Rehearsal.classes + [own]
    var desk = AnswerTests.classified(
      Rehearsal(
        images: 4, classes: classes, keymap: .standard(classes: classes, keys: [band: key])))
    desk.press(key)
    desk.expect("counted 1,")
    var later = Rehearsal(images: 0)
    later.send(.listed((1...4).map { ImagePath("/smears/field-00\($0).jpg") }))
    later.send(.history(desk.records))
    later.expect("counted 0,")
    later.expect("unlisted 1")
  }
}
