import Review
import Screen
import Settings
import Station
import Testing

@Suite("Keys of one's own")
struct KeymapFileTests {
  static let classes = [("NEUTROPHIL", "Neu"), ("IG", "IG"), ("BAND_CELL", "Band")].map {
    CellClass(
      code: $0.0, name: $0.0.lowercased(), short: $0.1, letter: "N", core: true,
      countsInTotal: true)
  }
  static let standard = Keymap.standard(
    classes: classes, keys: [Label(rawValue: "BAND_CELL"): .function(2)])

  static func load(_ texts: String...) throws -> LoadedKeymap {
    let files = try texts.enumerated().map {
      try SettingsFile($0.element, path: "\($0.offset).toml")
    }
    return try LoadedKeymap(standard, files: files)
  }

  @Test("a file replaces the keys of the actions it names and leaves the others")
  func replacing() throws {
    let loaded = try Self.load(
      """
      accept = ["Enter", "F5"]
      label-neutrophil = "n"
      find-next = []
      next-cell = ["→", "pp"]
      pan-right = "L"
      """,
      "accept = \"enter\"\nredo = [\"ctrl-y\"]")
    let keymap = loaded.keymap
    #expect(keymap.command(for: .enter) == .accept)
    #expect(keymap.command(for: .function(5)) == nil, "the later file replaces the earlier")
    #expect(keymap.command(for: .character(" ")) == nil)
    #expect(keymap.command(for: .character("n")) == .label(0))
    #expect(keymap.command(for: .control("y")) == .redo)
    #expect(keymap.command(for: .control("r")) == nil)
    #expect(keymap.command(for: .right) == .nextCell)
    #expect(keymap.command(forDoubled: "p") == .nextCell)
    #expect(keymap.binding(for: .nextCell)?.shown == "pp →")
    #expect(keymap.command(for: .character("j")) == .down)
    #expect(loaded.origins["accept"] == .file("1.toml", line: 1))
    #expect(loaded.origins["pan-right"] == .file("0.toml", line: 5))
    #expect(loaded.origins["down"] == nil)
  }

  static func refused(_ text: String, line: Int, key: String, _ problem: SettingsProblem) {
    let fault = SettingsFault(origin: .file("0.toml", line: line), key: key, problem: problem)
    #expect(throws: SettingsError.invalid(fault)) { try load(text) }
  }

  @Test("what cannot be is told with its line")
  func faults() {
    let standard = SettingOrigin.standard("default keys")
    Self.refused(
      "\nacept = \"Enter\"", line: 2, key: "acept", .unknownAction(nearest: "accept"))
    Self.refused(
      "accept = [\"Entr\"]", line: 1, key: "accept",
      .unknownKeyName("Entr", nearest: "Enter"))
    Self.refused(
      "accept = [\"Ctrl-M\"]", line: 1, key: "accept", .sentAs("Ctrl-M", other: "Enter"))
    Self.refused("accept = \"Esc\"", line: 1, key: "accept", .fixedKey("Esc"))
    Self.refused(
      "accept = 5", line: 1, key: "accept",
      .unusable(
        found: "5", expected: "a list of keys, such as [\"Space\", \"F2\"]", nearest: nil))
    for needed in ["quit", "help", "undo", "retry"] {
      Self.refused("\(needed) = []", line: 1, key: needed, .neededAction)
    }
    Self.refused(
      "label-ig = \"j\"", line: 1, key: "label-ig",
      .sameKey("j", action: "down", origin: standard))
    Self.refused(
      "label-ig = \"g\"", line: 1, key: "label-ig",
      .firstOfTwo("g", action: "first", origin: standard))
    Self.refused(
      "help = [\"p\", \"p\"]", line: 1, key: "help",
      .sameKey("p", action: "help", origin: .file("0.toml", line: 1)))
  }

  @Test("two actions on one key are refused with both lines")
  func clash() {
    Self.refused(
      "redo = \"p\"\n\nundo = \"p\"", line: 1, key: "redo",
      .sameKey("p", action: "undo", origin: .file("0.toml", line: 3)))
  }

  @Test("keys may change places")
  func swapping() throws {
    let keymap = try Self.load("down = \"k\"\nup = \"j\"").keymap
    #expect(keymap.command(for: .character("k")) == .down)
    #expect(keymap.command(for: .character("j")) == .up)
  }

  @Test("the default keys are sound, and written out they give themselves again")
  func roundTrip() throws {
    #expect(Self.standard.doubleKeys.isEmpty)
    let lines = try Self.load().lines
    let text = lines.map { "\($0.key) = \($0.value ?? "")" }.joined(separator: "\n")
    #expect(try Self.load(text).keymap == Self.standard)
    #expect(Set(lines.map(\.key)).count == lines.count, "action names are unique")
  }

  @Test("a key's name gives the key again")
  func names() {
    let keys: [Key] =
      [
        .character(" "), .character("j"), .character("?"), .control("r"), .enter, .tab, .backTab,
        .backspace, .delete, .insert, .up, .down, .left, .right, .pageUp, .pageDown, .home, .end,
        .escape,
      ] + (1...12).map(Key.function)
    for key in keys { #expect(Key(named: key.shown) == key, "\(key.shown)") }
    #expect(Key(named: "f2") == .function(2))
    #expect(Key(named: "SPACE") == .character(" "))
    #expect(Key(named: "pgdn") == .pageDown)
    #expect(Key(named: "Up") == .up)
    for name in ["", " ", "F0", "F25", "Ctrl-", "Ctrl-é", "Alt-x", "ab"] {
      #expect(Key(named: name) == nil, "\(name)")
    }
  }
}

@Suite("Classes of the laboratory's own")
struct LaboratoryClassesTests {
  static let model = Array(KeymapFileTests.classes.dropLast())

  static func load(_ texts: String...) throws -> LaboratoryClasses {
    var own = LaboratoryClasses.standard
    for (index, text) in texts.enumerated() {
      try own.take(file: SettingsFile(text, path: "\(index).toml"))
    }
    return own
  }

  @Test("files add classes, change some, leave some out")
  func layers() throws {
    let own = try Self.load(
      "[BAND]\nkey = \"b\"\n\n[HAIRY]\nname = \"hairy cell\"\nshort = \"Hai\"\nkey = \"F6\"",
      "SMUDGE = false\n[HAIRY]\ncounts = false")
    #expect(own.entries.map(\.cellClass.code) == ["BAND", "BLAST", "ARTEFACT", "HAIRY"])
    #expect(own.entries[0].key == .character("b"))
    #expect(own.entries[0].cellClass.name == "band neutrophil")
    #expect(own.entries[0].origin == .file("0.toml", line: 1))
    #expect(own.entries[1].origin == .default)
    #expect(own.entries[3].cellClass.letter == "H")
    #expect(!own.entries[3].cellClass.countsInTotal)
    let joined = try own.joined(to: Self.model)
    #expect(
      joined.classes.map(\.code) == ["NEUTROPHIL", "IG", "BAND", "BLAST", "ARTEFACT", "HAIRY"])
    #expect(joined.keys[Label(rawValue: "HAIRY")] == .function(6))
    #expect(joined.classes.allSatisfy { $0.core == Self.model.contains($0) })
  }

  @Test("the program's own list fits any model, the default keys and a differential")
  func standard() throws {
    let (classes, keys) = try LaboratoryClasses.standard.joined(to: Self.model)
    #expect(Keymap.standard(classes: classes, keys: keys).doubleKeys.isEmpty)
    let counting = classes.filter(\.countsInTotal).map(\.code)
    #expect(counting == ["NEUTROPHIL", "IG", "BAND", "BLAST"])
    let blast = CellClass(
      code: "BLAST", name: "blast", short: "Bl", letter: "B", core: true, countsInTotal: true)
    let withBlast = try LaboratoryClasses.standard.joined(to: [blast]).classes
    #expect(withBlast.map(\.code) == ["BLAST", "BAND", "SMUDGE", "ARTEFACT"])
    #expect(withBlast[0].core, "the model's own is kept")
  }

  static func refused(
    _ text: String, line: Int, code: String, _ problem: SettingsProblem,
    _ location: SourceLocation = #_sourceLocation
  ) {
    let fault = SettingsFault(origin: .file("0.toml", line: line), key: code, problem: problem)
    #expect(throws: SettingsError.invalid(fault), sourceLocation: location) {
      try load(text).joined(to: model)
    }
  }

  @Test("what cannot be is told with its line")
  func faults() {
    let whole = "name = \"x\"\nshort = \"Xx\"\nkey = \"x\"\n"
    Self.refused("BNAD = false", line: 1, code: "BNAD", .unknownKey(nearest: "BAND"))
    Self.refused("[X]\nname = \"x\"", line: 1, code: "X", .missingProperty("short"))
    Self.refused(
      "[X]\n\(whole)colour = 1", line: 5, code: "X", .unknownProperty("colour", nearest: nil))
    Self.refused(
      "[X]\nkye = \"x\"", line: 2, code: "X", .unknownProperty("kye", nearest: "key"))
    Self.refused(
      "[X]\nkey = \"Spcae\"", line: 2, code: "X",
      .unknownKeyName("Spcae", nearest: "Space"))
    Self.refused(
      "[X]\nshort = \"Hairy\"", line: 2, code: "X",
      .unusable(
        found: "short Hairy", expected: "a short name of 1 to 4 letters", nearest: nil))
    Self.refused(
      "[OTHER]\n\(whole)", line: 1, code: "OTHER",
      .unusable(
        found: "OTHER", expected: "a code of capital letters, digits and _, such as BLAST",
        nearest: nil))
    Self.refused(
      "\n[IG]\n\(whole)", line: 2, code: "IG",
      .classClash(property: "code", value: "IG", other: "the model's ig"))
    Self.refused(
      "[X]\n\(whole)[Y]\n\(whole)", line: 5, code: "Y",
      .classClash(property: "short name", value: "Xx", other: "X"))
    let many = (1...5).map { "[X\($0)]\nname = \"x\"\nshort = \"X\($0)\"\nkey = \"F\($0 + 5)\"\n" }
    Self.refused(many.joined(), line: 17, code: "X5", .tooManyClasses(limit: 8))
  }
}
