public import Screen

/// Keys that lead to a command, as the technician reads them.
public struct Binding: Equatable, Sendable {
  public let keys: [Key]
  /// The keys as they are written in help and in the key line.
  public let shown: String
  public let command: Command
  /// A word for the key line.
  public let word: String
  /// A sentence for the help page.
  public let help: String
}

/// The one table of keys: help page, key line and documentation are made from it.
public struct Keymap: Equatable, Sendable {
  /// A heading and its bindings.
  public struct Group: Equatable, Sendable {
    public let title: String
    public let bindings: [Binding]
  }

  public let groups: [Group]

  /// The command of a key; nil when it has none.
  public func command(for key: Key) -> Command? {
    for group in groups {
      for binding in group.bindings where binding.keys.contains(key) { return binding.command }
    }
    return nil
  }

  /// The binding of a command.
  public func binding(for command: Command) -> Binding? {
    groups.lazy.flatMap(\.bindings).first { $0.command == command }
  }

  /// Keys that stand in more than one binding; empty in a sound table.
  public var doubleKeys: [Key] {
    var seen: Set<Key> = []
    return groups.flatMap(\.bindings).flatMap(\.keys).filter { !seen.insert($0).inserted }
  }
}
