import Curses
import Foundation
import Review
import Screen
import Settings

extension Messages {
  static func notice(for error: TerminalError) -> Notice {
    let what = "the station needs a terminal"
    switch error {
    case .notATerminal(let stream):
      return Notice(
        what: what, why: "the standard \(stream.rawValue) is none",
        cure: "Start it in a terminal (ssh -t HOST hematovision DIR), or use hematovision classify")
    case .termNotSet:
      return Notice(
        what: what, why: "TERM is not set",
        cure: "Set it, such as TERM=xterm-256color, or start with review --linear")
    case .unknownTerminal(let name):
      return Notice(
        what: what, why: "this machine does not know the terminal \(name)",
        cure: "Set TERM=xterm-256color, install ncurses-term, or start with review --linear")
    case .cannotPlaceCursor(let name):
      return Notice(
        what: what, why: "the terminal \(name) cannot place its cursor",
        cure: "Use another terminal, or review --linear")
    case .system(let call, let code):
      return system("the terminal cannot be used", call: call, code: code)
    }
  }

  static func notice(for error: ThemeError) -> Notice {
    let what = "the theme cannot be used"
    switch error {
    case .notFound(let name, let nearest, let available, _):
      let hint = nearest.map { "Did you mean \($0)? " } ?? ""
      return Notice(
        what: what, why: "there is none called \(name)",
        cure: available.isEmpty
          ? "Put a theme file into \(Locations.themes.first ?? "Themes")"
          : "\(hint)There are: \(available.joined(separator: ", "))")
    case .unreadable(let file, let code):
      return Notice(
        what: what, why: "\(file): \(system(code))", cure: "Ask for permission, or use another")
    case .tooLarge(let file, let bytes, let limit):
      return Notice(
        what: what, why: "\(file) has \(bytes) bytes, more than \(limit)", cure: "Use another")
    case .syntax(let file, let line, let column, let problem):
      return Notice(
        what: what, why: "\(file):\(line):\(column): \(reason(for: problem))",
        cure: "Mend that line")
    case .invalid(let fault):
      let place = "\(fault.file):\(fault.line)"
      let (why, cure) = parts(of: fault.problem)
      return Notice(what: what, why: "\(place): \(fault.key): \(why)", cure: cure)
    case .inheritsItself(let names):
      return Notice(
        what: what, why: "themes inherit in a circle: \(names.joined(separator: " > "))",
        cure: "Take one `inherits` out")
    }
  }

  static func reason(for problem: SyntaxProblem) -> String {
    switch problem {
    case .expected(let what): "\(what) should stand here"
    case .unterminatedString: "the string has no end on its line"
    case .unknownEscape: "there is no such escape in a string"
    case .controlCharacter: "a control character stands here"
    case .duplicate(let key): "\(key) was given before"
    case .unsupported(let what): "\(what) is not read here"
    case .tooDeep: "this is nested too deep"
    }
  }

  /// A warning of a theme file on one line.
  static func line(for warning: ThemeWarning) -> String {
    let place = "\(warning.file):\(warning.line)"
    let hint = warning.nearest.map { "; did you mean \($0)?" } ?? ""
    return "hematovision: \(place): \(warning.key) means nothing\(hint)"
  }

  /// What is wrong with a theme, on one line.
  static func line(for finding: ThemeFinding) -> String {
    func number(_ value: Double) -> String { String(format: "%.2f", value) }
    switch finding {
    case .missing(let role):
      return "\(role.rawValue) is not there: add it to [roles]"
    case .contrast(let ink, let ground, let ratio, let isReduced):
      return "\(ink.rawValue) on \(ground.rawValue) has a contrast of \(number(ratio))"
        + (isReduced ? " in 256 colours" : "") + ": at least \(ThemeCheck.leastContrast) is needed"
    case .unknowable(let ink, let ground):
      return "\(ink.rawValue) on \(ground.rawValue) mixes a colour of the theme with one of the "
        + "terminal: give both, or leave both to the terminal"
    case .alike(let one, let other, let vision, let difference):
      let eyes = vision == .usual ? "" : " with \(vision.rawValue)"
      return "\(one.rawValue) and \(other.rawValue) differ by \(number(difference))\(eyes): "
        + "at least \(ThemeCheck.leastDifference) is needed"
    }
  }

  private static func parts(of problem: ThemeProblem) -> (why: String, cure: String) {
    switch problem {
    case .wrongType(let expected, let found):
      ("it is \(found)", "Write \(expected)")
    case .unknownColour(let name, let nearest):
      (
        "no colour is called \(name)",
        nearest.map { "Did you mean \($0)?" } ?? "Write #rrggbb or a name of the [palette]"
      )
    case .malformedColour(let text): ("\(text) is no colour", "Write #rrggbb")
    case .unknownBasicColour(let name, let nearest):
      (
        "\(name) is none of the 16 basic colours",
        nearest.map { "Did you mean \($0)?" } ?? "Write one, such as bright-blue"
      )
    case .unknownAttribute(let name, let nearest):
      (
        "\(name) is no emphasis",
        nearest.map { "Did you mean \($0)?" } ?? "Write bold, underline or reverse"
      )
    case .unknownParent(let name, let nearest):
      (
        "there is no theme \(name) to inherit from",
        nearest.map { "Did you mean \($0)?" } ?? "Take the line out"
      )
    }
  }
}
