import Screen
import Settings
import Testing

@Suite("What is set, and where it was said")
struct ConfigurationTests {
  static func file(_ text: String, path: String = "config.toml") throws -> SettingsFile {
    try SettingsFile(text, path: path)
  }

  static func configuration(_ texts: String...) throws -> Configuration {
    var configuration = Configuration()
    for (index, text) in texts.enumerated() {
      try configuration.take(file: file(text, path: "\(index).toml"))
    }
    return configuration
  }

  @Test("without a file everything is the default, and says so")
  func defaults() {
    let configuration = Configuration()
    #expect(configuration.theme.value == "dark")
    #expect(configuration.theme.origin == .default)
    #expect(configuration.threads.value == nil)
    #expect(configuration.log.origin.description == "review.sqlite in the XDG data directory")
  }

  @Test("a later file holds only what differs")
  func layers() throws {
    let configuration = try Self.configuration(
      "theme = \"light\"\n\nthreads = 3", "# mine\nthreads = 5")
    #expect(configuration.theme.value == "light")
    #expect(configuration.theme.origin == .file("0.toml", line: 1))
    #expect(configuration.threads.value == 5)
    #expect(configuration.threads.origin == .file("1.toml", line: 2))
  }

  @Test("the environment beats files, a flag beats the environment")
  func precedence() throws {
    var configuration = try Self.configuration("theme = \"light\"\ncolours = 256\nthreads = 1")
    try configuration.take(environment: [
      "HEMATOVISION_THEME": "mono", "HEMATOVISION_LOG": "here.sqlite", "HEMATOVISION_MODEL": "",
    ])
    #expect(configuration.theme.value == "mono")
    #expect(configuration.theme.origin == .environment("HEMATOVISION_THEME"))
    #expect(configuration.log.value == "here.sqlite")
    #expect(configuration.model.value == nil, "an empty variable says nothing")
    configuration.flag(\.theme, "dark")
    configuration.flag(\.threads, Int?.none)
    configuration.flag(\.colours, ColourDepth.mono)
    #expect(configuration.theme.value == "dark")
    #expect(configuration.theme.origin == .flag("--theme"))
    #expect(configuration.threads.value == 1)
    #expect(configuration.colours.value == .mono)
  }

  @Test(
    "what cannot be used is told with file, line and cure",
    arguments: [
      ("\ntheem = \"dark\"", 2, "theem", SettingsProblem.unknownKey(nearest: "theme")),
      ("zzz = 1", 1, "zzz", .unknownKey(nearest: nil)),
      ("[theme]\nname = \"dark\"", 1, "theme", unusable("a table", "text in quotes")),
      (
        "spot_checks = 101", 1, "spot_checks",
        unusable("101", "a whole number from 0 to 100")
      ),
      ("threads = 0", 1, "threads", unusable("0", "a whole number from 1 to 64")),
      ("threads = 2.0", 1, "threads", unusable("2.0", "a whole number from 1 to 64")),
      ("threads = \"2\"", 1, "threads", unusable("2", "a whole number from 1 to 64")),
      ("reviewer = \"\"", 1, "reviewer", unusable("an empty string", "text in quotes")),
      (
        "colours = \"direkt\"", 1, "colours",
        .unusable(
          found: "direkt", expected: "direct, 256, 16, 8, mono", nearest: "direct")
      ),
      (
        "log = \"review.sqlite\"", 1, "log",
        unusable("review.sqlite", "a path that begins with / or ~/, in quotes")
      ),
    ])
  func faults(text: String, line: Int, key: String, problem: SettingsProblem) throws {
    let fault = SettingsFault(origin: .file("0.toml", line: line), key: key, problem: problem)
    #expect(throws: SettingsError.invalid(fault)) { try Self.configuration(text) }
  }

  static func unusable(_ found: String, _ expected: String) -> SettingsProblem {
    .unusable(found: found, expected: expected, nearest: nil)
  }

  @Test("a file that is no TOML is told with its place; one that is not there is none")
  func syntax() throws {
    #expect(
      throws: SettingsError.syntax(
        file: "0.toml", line: 2, column: 9, problem: .expected("a value"))
    ) { try Self.configuration("threads = 2\ntheme = dark") }
    #expect(try SettingsFile(at: "/no/such/directory/config.toml") == nil)
    #expect(throws: SettingsError.unreadable(file: "/tmp", errno: 22)) {
      try SettingsFile(at: "/tmp")
    }
  }

  @Test("the listing has every key once, and is a file that says the same again")
  func listing() throws {
    var configuration = try Self.configuration("reviewer = \"Ünal \\\"I\\\" \\\\\"\nthreads = 7")
    configuration.flag(\.colours, ColourDepth.palette16)
    let lines = configuration.lines
    #expect(Set(lines.map(\.key)).count == lines.count)
    #expect(lines.first?.key == "theme")
    #expect(lines.allSatisfy { !$0.origin.isEmpty })
    #expect(lines.first { $0.key == "threads" }?.origin == "0.toml:2")
    let written = lines.compactMap { line in line.value.map { "\(line.key) = \($0)" } }
    let again = try Self.configuration(written.joined(separator: "\n"))
    #expect(again.lines.map(\.value) == lines.map(\.value))
    #expect(again.reviewer.value == "Ünal \"I\" \\")
  }
}
