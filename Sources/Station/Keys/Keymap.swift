public import Screen

/// Keys that lead to a command, as the technician reads them.
public struct Binding: Equatable, Sendable {
  /// The command's name in `keymap.toml`, such as `next-unreviewed`.
  public let action: String
  public internal(set) var keys: [Key]
  /// Characters that do it when they are pressed twice: `g` for `gg`.
  public internal(set) var doubled: [Character]
  public let command: Command
  /// A word for the key line.
  public let word: String
  /// A sentence for the help page.
  public let help: String

  /// A row of the key table; the command names its action unless that depends on the classes.
  init(
    keys: [Key], doubled: [Character] = [], command: Command, action: String? = nil, word: String,
    help: String
  ) {
    self.action = action ?? command.name
    self.keys = keys
    self.doubled = doubled
    self.command = command
    self.word = word
    self.help = help
  }

  /// Each key as it is written; none when the technician's keymap left the action without.
  public var keyNames: [String] { doubled.map { "\($0)\($0)" } + keys.map(\.shown) }

  /// The keys as help and documents write them.
  public var shown: String { keyNames.joined(separator: " ") }
}

/// The one table of keys: help page, key line, messages and documents are made from it.
public struct Keymap: Equatable, Sendable {
  /// A heading and its bindings.
  public struct Group: Equatable, Sendable {
    public let title: String
    public internal(set) var bindings: [Binding]
  }

  public let groups: [Group]
  private let commands: [Key: Command]
  private let doubledCommands: [Character: Command]
  private let places: [Command: Binding]

  /// A keymap of these rows; of two on one key the first counts.
  init(groups: [Group]) {
    self.groups = groups
    let bindings = groups.flatMap(\.bindings)
    commands = Dictionary(
      bindings.flatMap { row in row.keys.map { ($0, row.command) } },
      uniquingKeysWith: { first, _ in first })
    doubledCommands = Dictionary(
      bindings.flatMap { row in row.doubled.map { ($0, row.command) } },
      uniquingKeysWith: { first, _ in first })
    places = Dictionary(
      bindings.map { ($0.command, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// Every row, in the order of the help page.
  public var bindings: [Binding] { groups.flatMap(\.bindings) }

  /// The command of a key; nil when it has none.
  public func command(for key: Key) -> Command? { commands[key] }

  /// The command of a character that is pressed twice.
  public func command(forDoubled character: Character) -> Command? { doubledCommands[character] }

  /// The binding of a command.
  public func binding(for command: Command) -> Binding? { places[command] }

  /// The first key of a command, for a text that tells someone to press it.
  public func key(_ command: Command) -> String {
    binding(for: command)?.keyNames.first ?? "(no key: \(command.name))"
  }

  /// Keys that stand in more than one binding; empty in a sound table.
  public var doubleKeys: [String] {
    var seen: Set<String> = []
    return bindings.flatMap(\.keyNames).filter { !seen.insert($0).inserted }
  }
}
