import Foundation
import Review
import Screen
import Settings
import Station
import TestSupport
import Testing

/// Whole screens as plain text files, and what must hold at any size.
@Suite struct DeskScreenTests {
  static let sizes = [(60, 18), (80, 24), (120, 40), (200, 60)]

  /// `EveryScreenTests` has all screens; these two stand in the README with their half blocks.
  @Test func `the screens of the README`() throws {
    var desk = AnswerTests.classified()
    desk.press(.character("1"), .character(" "))
    try expectSnapshot(desk, "desk-80x24")
    try expectSnapshot(Rehearsal(images: 30), "new-80x24")
  }

  @Test func `a window that is too small says how large it must be`() throws {
    var desk = AnswerTests.classified()
    desk.press(.character("v"), .right)
    desk.send(.resized(Size(columns: 59, rows: 20)))
    try expectSnapshot(desk, "too-small")
  }

  @Test(arguments: [(80, 24), (120, 40)])
  func `the desk with classes of the laboratory's own`(columns: Int, rows: Int) throws {
    let (classes, keys) = try LaboratoryClasses.standard.joined(to: Rehearsal.classes)
    var desk = AnswerTests.classified(
      Rehearsal(images: 4, classes: classes, keymap: .standard(classes: classes, keys: keys)))
    desk.send(.resized(Size(columns: columns, rows: rows)))
    desk.press(.function(2), .function(4))
    #expect(desk.decisions.map(\.label.rawValue) == ["BAND", "SMUDGE"])
    #expect(desk.shows("counted 1, pictures 1/"), "smudge cells count apart")
  }

  @Test func `the keys and the actions of the README are the program's`() throws {
    let (classes, keys) = try LaboratoryClasses.standard.joined(to: Rehearsal.classes)
    let keymap = Keymap.standard(classes: classes, keys: keys)
    let lines = keymap.bindings.map { "\($0.shown)\t\($0.help)\t\($0.action)" }
    try expectText(lines.joined(separator: "\n") + "\n", "keys")
    let page = try String(
      contentsOf: SharedData.repositoryRoot.appendingPathComponent("README.md"), encoding: .utf8)
    for binding in keymap.bindings {
      let row = "| `\(binding.shown)` | \(binding.help) | `\(binding.action)` |"
      let stands = page.contains(row)
      #expect(stands, "\(binding.shown): run Tools/readme.py")
    }
  }

  @Test func `any size draws without a crash, every mode too`() {
    var generator = SeededGenerator(seed: 20_261_122)
    var desk = AnswerTests.classified()
    let keys: [Key] = [
      .character("j"), .character("?"), .escape, .character("z"), .character("v"), .enter,
      .character("a"), .escape, .character("/"), .escape, .character("4"), .character("G"),
      .tab, .character("u"), .character("+"), .character("K"), .character("o"), .character("f"),
      .character("n"), .character("X"), .character("I"), .character("h"), .character("e"),
    ]
    for _ in 0..<400 {
      let size = Size(
        columns: Int.random(in: 0...240, using: &generator),
        rows: Int.random(in: 0...80, using: &generator))
      desk.send(.resized(size))
      desk.press(keys.randomElement(using: &generator) ?? .escape)
      #expect(render(desk.state, size: size).size == size)
    }
  }

  @Test func `the checker of themes knows every ink and ground that stand together`() {
    let known = Set(ThemeCheck.pairs.map { "\($0.ink.rawValue) on \($0.ground.rawValue)" })
    var desks = [Rehearsal(images: 0), Rehearsal(images: 3), AnswerTests.classified()]
    var failed = AnswerTests.classified()
    failed.unreadable = ["field-003.jpg"]
    failed.press(.character("1"), .character("G"), .character("k"))
    desks.append(failed)
    failed.logRefuses = RecordTests.full
    failed.press(.character("1"))
    desks.append(failed)
    for key in ["?", "v", "/", "z", "j", "1", "9", "0", "i", "u"] {
      var desk = AnswerTests.classified()
      desk.press(.character(" "), .character(Character(key)))
      desks.append(desk)
    }
    var unknown: Set<String> = []
    for (columns, rows) in Self.sizes {
      for desk in desks {
        let size = Size(columns: columns, rows: rows)
        var state = desk.state
        _ = update(&state, .resized(size))
        let frame = render(state, size: size)
        for row in 0..<rows {
          for column in 0..<columns where frame[column, row].character != " " {
            let style = frame[column, row].style
            guard case .role(let ink) = style.foreground, case .role(let ground) = style.background
            else { continue }
            unknown.insert("\(ink.rawValue) on \(ground.rawValue)")
          }
        }
      }
    }
    #expect(unknown.subtracting(known) == [])
  }

  @Test func `names that would command a terminal are spelt out`() {
    var desk = Rehearsal(images: 0)
    desk.send(
      .listed([
        ImagePath(bytes: Array("/smears/a\u{1B}]0;owned\u{07}.jpg".utf8)),
        ImagePath(bytes: Array("/smears/b".utf8) + [0xFF, 0xFE] + Array(".jpg".utf8)),
        ImagePath(bytes: Array("/smears/c\u{202E}gpj.png".utf8)),
      ]))
    let text = desk.screen.joined()
    #expect(!text.unicodeScalars.contains { $0.value < 32 || $0.value == 0x202E })
    #expect(text.contains("owned"))
  }

  @Test func `the research notice stands on every screen that has room for it`() {
    for (columns, rows) in Self.sizes {
      var desk = AnswerTests.classified()
      desk.send(.resized(Size(columns: columns, rows: rows)))
      #expect(desk.screen[0].contains(researchUseNotice))
      desk.press(.character("?"))
      #expect(desk.screen[0].contains(researchUseNotice))
    }
  }
}
