import Foundation
import Screen
import Settings
import Testing

@Suite("Themes by name")
final class ThemeLibraryTests {
  let root = FileManager.default.temporaryDirectory
    .appendingPathComponent("themes-\(UUID().uuidString)")
  var own: String { root.appendingPathComponent("own").path }
  var shipped: String { root.appendingPathComponent("shipped").path }

  init() throws {
    for directory in [own, shipped] {
      try FileManager.default.createDirectory(
        atPath: directory, withIntermediateDirectories: true)
    }
  }

  deinit { try? FileManager.default.removeItem(at: root) }

  func write(_ text: String, _ directory: String, _ name: String) throws {
    try Data(text.utf8).write(to: URL(fileURLWithPath: directory + "/" + name))
  }

  @Test("a theme takes from its parent what it leaves out; a palette alone recolours it")
  func inheritance() throws {
    try write(
      "[palette]\nink = \"#111111\"\n[roles]\ntext = \"ink\"\ntitle = \"#222222\"", shipped,
      "dark.toml")
    try write("inherits = \"dark\"\n[palette]\nink = \"#333333\"", own, "mine.toml")
    let loaded = try ThemeLibrary.find("mine", in: [own, shipped])
    #expect(loaded.theme.name == "mine")
    #expect(loaded.theme.colours(of: .text).foreground == .rgb(RGB(0x33, 0x33, 0x33)))
    #expect(loaded.theme.colours(of: .title).foreground == .rgb(RGB(0x22, 0x22, 0x22)))
    #expect(loaded.files == [own + "/mine.toml", shipped + "/dark.toml"])
  }

  @Test("a user's theme may add to a shipped one of its own name")
  func sameName() throws {
    try write("[roles]\ntext = \"#111111\"", shipped, "dark.toml")
    try write("inherits = \"dark\"\n[roles]\ntitle = \"#222222\"", own, "dark.toml")
    let theme = try ThemeLibrary.find("dark", in: [own, shipped]).theme
    #expect(theme.colours(of: .text).foreground == .rgb(RGB(0x11, 0x11, 0x11)))
    #expect(theme.colours(of: .title).foreground == .rgb(RGB(0x22, 0x22, 0x22)))
  }

  @Test("a missing theme names the one that was probably meant")
  func missing() throws {
    try write("", shipped, "high-contrast.toml")
    try write("", shipped, "dark.toml")
    try write("", shipped, "not a theme.toml")
    #expect(
      throws: ThemeError.notFound(
        name: "hihg-contrast", nearest: "high-contrast", available: ["dark", "high-contrast"],
        directories: [own, shipped])
    ) { try ThemeLibrary.find("hihg-contrast", in: [own, shipped]) }
    for name in ["../shipped/dark", "", ".", "dark.toml", "da rk", "dark\u{0}"] {
      #expect(throws: ThemeError.self) { try ThemeLibrary.find(name, in: [own, shipped]) }
    }
  }

  @Test("circles and missing parents are told")
  func circles() throws {
    try write("inherits = \"b\"", own, "a.toml")
    try write("inherits = \"a\"", own, "b.toml")
    try write("\ninherits = \"drak\"", own, "c.toml")
    try write("", shipped, "dark.toml")
    #expect(throws: ThemeError.inheritsItself(names: ["a", "b", "a"])) {
      try ThemeLibrary.find("a", in: [own])
    }
    do {
      _ = try ThemeLibrary.find("c", in: [own, shipped])
      Issue.record("found")
    } catch ThemeError.invalid(let fault) {
      #expect(fault.line == 2)
      #expect(fault.problem == .unknownParent("drak", nearest: "dark"))
    } catch {
      Issue.record("\(error)")
    }
  }

  @Test("what is no plain file, or too large, is refused")
  func oddFiles() throws {
    try FileManager.default.createDirectory(
      atPath: own + "/folder.toml", withIntermediateDirectories: true)
    try write(String(repeating: "#", count: 300_000), own, "large.toml")
    #expect(mkfifo(own + "/pipe.toml", 0o600) == 0)
    #expect(throws: ThemeError.unreadable(file: own + "/folder.toml", errno: EINVAL)) {
      try ThemeLibrary.find("folder", in: [own])
    }
    #expect(throws: ThemeError.unreadable(file: own + "/pipe.toml", errno: EINVAL)) {
      try ThemeLibrary.find("pipe", in: [own])
    }
    #expect(
      throws: ThemeError.tooLarge(file: own + "/large.toml", bytes: 300_000, limit: 262_144)
    ) { try ThemeLibrary.find("large", in: [own]) }
  }

  @Test(
    "names that look alike",
    arguments: [
      ("drak", "dark"), ("LIGHT", "light"), ("highcontrast", "high-contrast"), ("zebra", nil),
      ("", nil),
    ])
  func nearest(name: String, expected: String?) {
    #expect(NearestName.of(name, in: ["dark", "light", "high-contrast", "mono"]) == expected)
  }
}
