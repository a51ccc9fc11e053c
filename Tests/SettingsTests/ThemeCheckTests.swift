import Screen
import Settings
import Testing

@Suite("The checker of themes")
struct ThemeCheckTests {
  static func findings(_ text: String) throws -> [ThemeFinding] {
    let file = try ThemeFile(text, file: "test.toml")
    return ThemeCheck.findings(
      of: try file.theme(name: "test"), isColourBlindSafe: file.isColourBlindSafe)
  }

  static let plain = "{ attributes = [] }"
  /// A theme with which nothing is wrong: every role by its first name.
  static let sound: String = {
    let names = Set(Role.allCases.map { $0.rawValue.prefix { $0 != "." } }).subtracting(["text"])
    return "[roles]\ntext = { fg = \"#ffffff\", bg = \"#000000\" }\n"
      + names.sorted().map { "\($0) = \(plain)\n" }.joined()
  }()

  @Test("a sound theme has no finding")
  func none() throws {
    #expect(try Self.findings(Self.sound) == [])
  }

  @Test("a role that no line names is missing")
  func missing() throws {
    let text = Self.sound.replacing("mark = \(Self.plain)\n", with: "").replacing(
      "bar = \(Self.plain)\n", with: "")
    let expected: Set<ThemeFinding> = [
      .missing(.markConfirmed), .missing(.markOverridden), .missing(.markUncertain),
      .missing(.markUnreviewed), .missing(.markError), .missing(.markFlagged), .missing(.bar),
      .missing(.barEmpty),
    ]
    #expect(Set(try Self.findings(text)) == expected)
  }

  @Test("text is too dark for its own ground, or for the ground it is put on")
  func contrast() throws {
    let dark = try Self.findings(Self.sound + "\"status.error\" = \"#777777\"\n")
    #expect(dark.isEmpty, "4.69")
    let darker = try Self.findings(
      Self.sound.replacing(
        "status = \(Self.plain)", with: "\"status.error\" = \"#6f6f6f\"\nstatus = \(Self.plain)"))
    guard
      case .contrast(.statusError, on: .statusError, let ratio, inPalette256: false)? =
        darker.first(where: {
          if case .contrast = $0 { true } else { false }
        })
    else {
      Issue.record("\(darker)")
      return
    }
    #expect(abs(ratio - 4.19) < 0.02)
    let onText = try Self.findings(
      Self.sound.replacing(
        "class = \(Self.plain)", with: "class = { fg = \"#000000\", bg = \"#ffffff\" }"))
    #expect(onText.contains(.contrast(.class1, on: .text, ratio: 1, inPalette256: false)))
  }

  @Test("a colour of one's own on the terminal's ground cannot be judged")
  func unknowable() throws {
    let text = Self.sound.replacing(
      "text = { fg = \"#ffffff\", bg = \"#000000\" }", with: "text = \(Self.plain)")
    #expect(try Self.findings(text) == [])
    let mixed = text.replacing("status = \(Self.plain)", with: "status = \"#ffffff\"")
    #expect(try Self.findings(mixed).contains(.unknowable(.status, on: .status)))
  }

  @Test("a theme that says it is safe for the colour-blind is held to it")
  func alike() throws {
    // Red and green of one lightness, the classic of deuteranopia.
    let text = Self.sound.replacing(
      "class = \(Self.plain)",
      with: [
        "#ff5f5f", "#a0a000", "#ffffff", "#5f87ff", "#ffff00", "#00ffff", "#ff00ff", "#00af00",
      ]
      .enumerated().map { "\"class.\($0.offset + 1)\" = \"\($0.element)\"" }.joined(separator: "\n")
    )
    #expect(try Self.findings(text) == [])
    let found = try Self.findings("colour_blind_safe = true\n" + text)
    let pairs = found.compactMap { finding -> String? in
      guard case .alike(let one, let other, let vision, let difference) = finding else {
        return nil
      }
      #expect(difference < ThemeCheck.leastDifference)
      return "\(one.rawValue) \(other.rawValue) \(vision)"
    }
    #expect(pairs.contains("class.1 class.2 deuteranopia"), "\(pairs)")
    #expect(!pairs.contains("class.1 class.2 usual"))
  }

  @Test("CIEDE2000 gives the published values")
  func ciede2000() {
    // G. Sharma, W. Wu, E. N. Dalal 2005, table 1: pairs 1, 7, 9, 14, 17, 25.
    let pairs: [([Double], [Double], Double)] = [
      ([50, 2.6772, -79.7751], [50, 0, -82.7485], 2.0425),
      ([50, 0, 0], [50, -1, 2], 2.3669),
      ([50, 2.49, -0.001], [50, -2.49, 0.0009], 7.1792),
      ([50, -0.001, 2.49], [50, 0.0011, -2.49], 4.7461),
      ([50, 2.5, 0], [73, 25, -18], 27.1492),
      ([60.2574, -34.0099, 36.2677], [60.4626, -34.1751, 39.4387], 1.2644),
    ]
    for (one, other, expected) in pairs {
      let first = Lab(lightness: one[0], a: one[1], b: one[2])
      let second = Lab(lightness: other[0], a: other[1], b: other[2])
      #expect(abs(first.difference(to: second) - expected) < 5e-5, "\(one)")
      #expect(abs(second.difference(to: first) - expected) < 5e-5, "\(one)")
    }
  }

  @Test("greys look the same to every eye; red and green do not differ as much to some")
  func vision() {
    for vision in ColourVision.allCases {
      #expect(vision.difference(RGB(120, 120, 120), RGB(120, 120, 120)) == 0)
      let greys = vision.difference(RGB(60, 60, 60), RGB(190, 190, 190))
      #expect(abs(greys - ColourVision.usual.difference(RGB(60, 60, 60), RGB(190, 190, 190))) < 0.2)
    }
    let (red, green) = (RGB(200, 80, 60), RGB(120, 130, 40))
    let usual = ColourVision.usual.difference(red, green)
    #expect(usual > 40)
    #expect(ColourVision.deuteranopia.difference(red, green) < usual / 3)
  }
}
