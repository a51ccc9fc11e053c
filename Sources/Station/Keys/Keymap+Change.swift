public import Screen

/// Why keys cannot be changed as a keymap file says.
public enum KeymapFault: Error, Hashable, Sendable {
  case unknownAction(String)
  /// No key is called so.
  case unknownKey(String, action: String)
  /// The terminal sends another key in its place.
  case sentAs(String, Key, action: String)
  /// The key has its fixed meaning everywhere.
  case fixedKey(String, action: String)
  /// Two actions have the key; `other` stands later in the key table.
  case sameKey(String, action: String, other: String)
  /// The character waits for a second one for `other`, and would do something at once for `action`.
  case firstOfTwo(String, action: String, other: String)
  /// Without a key for this one could not go on.
  case needed(action: String)
}

extension Keymap {
  /// Actions that must have a key: without them one cannot leave, find out the keys, take an answer
  /// back, or go on after the log could not be written.
  public static let needed: [Command] = [.quit, .help, .undo, .retry]

  /// The keymap in which each of these actions has these keys instead of its own.
  public func changing(_ keys: [String: [String]]) throws(KeymapFault) -> Keymap {
    var groups = groups
    var rest = keys
    for (index, group) in groups.enumerated() {
      for (row, binding) in group.bindings.enumerated() {
        guard let names = rest.removeValue(forKey: binding.action) else { continue }
        groups[index].bindings[row].keys = []
        groups[index].bindings[row].doubled = []
        for name in names {
          if let character = Self.doubled(name) {
            groups[index].bindings[row].doubled.append(character)
          } else {
            groups[index].bindings[row].keys.append(try Self.key(name, binding.action))
          }
        }
      }
    }
    if let unknown = rest.keys.sorted().first { throw .unknownAction(unknown) }
    let changed = Keymap(groups: groups)
    try changed.check()
    return changed
  }

  /// `gg` is one character pressed twice.
  private static func doubled(_ name: String) -> Character? {
    guard name.count == 2, let first = name.first, first == name.last, !first.isWhitespace else {
      return nil
    }
    return first
  }

  private static func key(_ name: String, _ action: String) throws(KeymapFault) -> Key {
    guard let key = Key(named: name) else { throw .unknownKey(name, action: action) }
    if let other = key.sentAs { throw .sentAs(name, other, action: action) }
    if key == .escape { throw .fixedKey(name, action: action) }
    return key
  }

  private func check() throws(KeymapFault) {
    var owner: [String: String] = [:]
    for binding in bindings {
      for name in binding.keyNames {
        if let first = owner[name] {
          throw .sameKey(name, action: first, other: binding.action)
        }
        owner[name] = binding.action
      }
    }
    for binding in bindings {
      for character in binding.doubled {
        if let first = owner[String(character)] {
          throw .firstOfTwo(String(character), action: first, other: binding.action)
        }
      }
    }
    for command in Self.needed {
      guard let binding = binding(for: command), binding.keyNames.isEmpty else { continue }
      throw .needed(action: binding.action)
    }
  }
}
