import Review
import Settings

extension Messages {
  static func notice(for error: SettingsError) -> Notice {
    let what = "the settings cannot be used"
    switch error {
    case .unreadable(let file, let code):
      return Notice(
        what: what, why: "\(file): \(system(code))",
        cure: "Make it a file that you may read, or take it away")
    case .tooLarge(let file, let bytes, let limit):
      return Notice(
        what: what, why: "\(file) has \(bytes) bytes, more than \(limit)",
        cure: "Take out what does not belong there")
    case .syntax(let file, let line, let column, let problem):
      return Notice(
        what: what, why: "\(file):\(line):\(column): \(reason(for: problem))",
        cure: "Mend that line")
    case .invalid(let fault):
      let (why, cure) = parts(of: fault)
      return Notice(what: what, why: "\(fault.origin): \(why)", cure: cure)
    }
  }

  private static func parts(of fault: SettingsFault) -> (why: String, cure: String) {
    switch fault.problem {
    case .unknownKey(let nearest):
      (
        "there is no setting \(fault.key)",
        nearest.map { "Did you mean \($0)?" }
          ?? "hematovision --print-config shows those there are"
      )
    case .unknownClass(let nearest):
      (
        "there is no class \(fault.key)",
        nearest.map { "Did you mean \($0)?" }
          ?? "hematovision --print-config shows the classes there are"
      )
    case .unusable(let found, let expected, let nearest):
      (
        "\(fault.key) cannot be \(found)",
        (nearest.map { "Did you mean \($0)? " } ?? "") + "It takes \(expected)"
      )
    case .unknownAction(let nearest):
      (
        "there is no action \(fault.key)",
        nearest.map { "Did you mean \($0)?" }
          ?? "hematovision --print-config shows those there are"
      )
    case .unknownKeyName(let name, let nearest):
      (
        "\(fault.key): no key is called \(name)",
        (nearest.map { "Did you mean \($0)? " } ?? "")
          + "Write a character, or a name as the help page has it (Space, Ctrl-R, F2, PgDn)"
      )
    case .sentAs(let name, let other):
      (
        "\(fault.key): terminals send \(name) and \(other) as the same",
        "Write \(other), or take another key"
      )
    case .fixedKey(let name):
      ("\(fault.key): \(name) leaves whatever is open, everywhere", "Take another key")
    case .sameKey(let name, let action, let origin):
      (
        "\(name) is on \(fault.key) and on \(action) (\(origin))",
        "Give one of the two other keys"
      )
    case .firstOfTwo(let name, let action, let origin):
      (
        "\(name) cannot be pressed twice for one and once for the other of \(fault.key) and \(action) (\(origin))",
        "Give one of the two other keys"
      )
    case .neededAction:
      (
        "\(fault.key) would have no key, and nobody could do without it", "Give it at least one key"
      )
    case .missingProperty(let property):
      ("the class \(fault.key) has no \(property)", "Add \(property)")
    case .unknownProperty(let property, let nearest):
      (
        "the class \(fault.key) has an unknown \(property)",
        nearest.map { "Did you mean \($0)?" } ?? "It takes name, short, key, counts"
      )
    case .classClash(let property, let value, let other):
      (
        "the class \(fault.key) has the \(property) \(value) of \(other)", "Give it another"
      )
    case .tooManyClasses(let limit):
      ("there are more than \(limit) classes of your own", "Leave some out: CODE = false")
    }
  }
}
