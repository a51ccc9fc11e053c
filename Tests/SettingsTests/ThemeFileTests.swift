import Screen
import Settings
import Testing

@Suite("Theme files")
struct ThemeFileTests {
  func theme(_ text: String) throws -> Theme {
    try ThemeFile(text, file: "test.toml").theme(name: "test")
  }

  func fault(_ text: String) -> ThemeFault? {
    do {
      _ = try theme(text)
      return nil
    } catch ThemeError.invalid(let fault) {
      return fault
    } catch {
      Issue.record("\(error)")
      return nil
    }
  }

  @Test("colours come from the palette, in hexadecimal, or from the terminal")
  func colours() throws {
    let theme = try theme(
      """
      [palette]
      green = "#00Ff7f"
      [palette16]
      green = "bright-green"
      [roles]
      text = { fg = "green", bg = "default" }
      "status.saved" = "#010203"
      selection = { fg = "green", fg16 = "red", bg16 = "bright-black", attributes = ["bold", "reverse"] }
      class = { bg = "#ffffff" }
      status.error.fg = "green"
      """)
    let green = ThemeColour.rgb(RGB(0, 255, 127))
    #expect(theme.colours(of: .text).foreground == green)
    #expect(theme.colours(of: .text).background == .terminalDefault)
    #expect(theme.colours(of: .text).basicForeground == 10)
    #expect(theme.colours(of: .statusSaved).foreground == .rgb(RGB(1, 2, 3)))
    #expect(theme.colours(of: .statusSaved).basicForeground == nil)
    #expect(theme.colours(of: .statusError).foreground == green)
    #expect(theme.colours(of: .selection).basicForeground == 1)
    #expect(theme.colours(of: .selection).basicBackground == 8)
    #expect(theme.colours(of: .selection).attributes == [.bold, .reverse])
    #expect(theme.colours(of: .class7).background == .rgb(RGB(255, 255, 255)))
  }

  @Test(
    "faults name the line and the value and what was probably meant",
    arguments: [
      ("[palette]\ngreen = \"#00ff0\"", 2, "palette.green", ThemeProblem.malformedColour("#00ff0")),
      (
        "[palette]\ngreen = \"#00ff00\"\n\n[roles]\n\"status.saved\" = \"gren\"", 5,
        "roles.status.saved.fg", .unknownColour("gren", nearest: "green")
      ),
      ("[roles]\ntext = { bg = \"#zzzzzz\" }", 2, "roles.text.bg", .malformedColour("#zzzzzz")),
      ("[roles]\ntext = { bg = \"#é00\" }", 2, "roles.text.bg", .malformedColour("#é00")),
      ("[roles]\ntext = { bg = \"#+12345\" }", 2, "roles.text.bg", .malformedColour("#+12345")),
      (
        "[roles]\n\ntext = 5", 3, "roles.text",
        .wrongType(expected: "colour or table", found: "integer")
      ),
      ("roles = 5", 1, "roles", .wrongType(expected: "table", found: "integer")),
      (
        "[roles.title]\nattributes = [\"bald\"]", 2, "roles.title.attributes",
        .unknownAttribute("bald", nearest: "bold")
      ),
      (
        "[roles]\r\ntitle = { fg16 = \"bright-gren\" }", 2, "roles.title.fg16",
        .unknownBasicColour("bright-gren", nearest: "bright-green")
      ),
      (
        "# colours\n[roles]\n  title.attributes = \"bold\"", 3, "roles.title.attributes",
        .wrongType(expected: "array", found: "string")
      ),
    ])
  func faults(text: String, line: Int, key: String, problem: ThemeProblem) throws {
    let fault = try #require(self.fault(text))
    #expect(fault.file == "test.toml")
    #expect(fault.line == line)
    #expect(fault.key == key)
    #expect(fault.problem == problem)
  }

  @Test(
    "what is not TOML is refused with its line and place",
    arguments: [
      ("[roles]\ntext = ", 2, 8, SyntaxProblem.expected("a value")),
      ("[roles\n", 1, 7, .expected("]")),
      ("a = 1\n  [[[", 2, 4, .unsupported("array of tables")),
      ("[ é]", 1, 3, .expected("a key")),
      ("a = [}", 1, 6, .expected("a value")),
      ("a = 1\na = 2", 2, 6, .duplicate(key: "a")),
      ("[a]\n[a]", 2, 4, .duplicate(key: "a")),
      ("a = { b = 1 }\na.c = 2", 2, 8, .duplicate(key: "a.c")),
      ("x = \"\u{0}\"", 1, 6, .controlCharacter),
      ("x = \"a", 1, 7, .unterminatedString),
      ("x = \"\\q\"", 1, 6, .unknownEscape),
      ("x = \"\\uD800\"", 1, 6, .unknownEscape),
      ("x = 1 2", 1, 7, .expected("end of line")),
      ("x = 2024-01-02", 1, 5, .unsupported("date")),
      ("x = \"\"\"a\"\"\"", 1, 5, .unsupported("multi-line string")),
      ("x = \(String(repeating: "[", count: 5000))", 1, 21, .tooDeep),
    ])
  func syntax(text: String, line: Int, column: Int, problem: SyntaxProblem) {
    #expect(
      throws: ThemeError.syntax(file: "test.toml", line: line, column: column, problem: problem)
    ) { try theme(text) }
  }

  @Test("unknown keys are warned of and the rest is used")
  func warnings() throws {
    let file = try ThemeFile(
      """
      author = "a"
      [roles]
      "status.savd" = "#ffffff"
      title = { fg = "#ffffff", colour = "#000000" }
      """, file: "test.toml")
    #expect(file.warnings.map(\.key) == ["author", "roles.status.savd", "roles.title.colour"])
    #expect(file.warnings.map(\.line) == [1, 3, 4])
    #expect(file.warnings[1].nearest == "status.saved")
    #expect(try file.theme(name: "x").colours(of: .title).foreground == .rgb(RGB(255, 255, 255)))
  }

  @Test("garbage is refused or read, never a crash")
  func garbage() {
    for text in [
      "", "\u{FEFF}", "a = 0x1F", "a = 1e999", "a = ._", "a.b.c.d = [ { x = 1 }, # y\r\n 2 ]", "=",
      "[]", "[[roles]]\n", "roles = [1]", String(repeating: "[", count: 5000),
      "roles = " + String(repeating: "[", count: 5000), "inherits = 4", "\"\" = 1",
      "[roles]\n\"\" = \"#ffffff\"\n\".\" = { fg = \"x\" }", "[palette]\n\"a.b\" = \"#ffffff\"",
    ] {
      do { _ = try theme(text) } catch { _ = error }
    }
  }
}
