import Review
import Screen
import Station

/// A key with its value as a file would write it, for `--print-config`.
public struct SettingLine: Hashable, Sendable {
  public let key: String
  /// The value; nil when it was left open.
  public let value: String?
  /// Where it was said; what is done when it was left open.
  public let origin: String
}

extension LoadedKeymap {
  /// Every action with its keys.
  public var lines: [SettingLine] {
    keymap.bindings.map { binding in
      let names = binding.keyNames.map(TOMLValue.quoted).joined(separator: ", ")
      return SettingLine(
        key: binding.action, value: "[\(names)]",
        origin: (origins[binding.action] ?? .default).description)
    }
  }
}

extension LaboratoryClasses {
  /// Every class, in the form of an inline table.
  public var lines: [SettingLine] {
    entries.map { entry in
      let own = entry.cellClass
      let properties = [
        "name = \(TOMLValue.quoted(own.name))", "short = \(TOMLValue.quoted(own.short))",
        "key = \(TOMLValue.quoted(entry.key.shown))", "counts = \(own.countsInTotal)",
      ]
      return SettingLine(
        key: own.code, value: "{ \(properties.joined(separator: ", ")) }",
        origin: entry.origin.description)
    }
  }
}
