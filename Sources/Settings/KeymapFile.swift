import Screen
public import Station

/// A keymap and where each action's keys were said.
public struct LoadedKeymap: Sendable {
  public let keymap: Keymap
  /// By action; the others have the program's own keys.
  public let origins: [String: SettingOrigin]

  /// The keymap of these files over `standard`.
  ///
  ///     accept = ["Space", "Enter"]
  ///     label-neutrophil = "5"
  ///     redo = []
  ///
  /// - Parameters:
  ///   - files: weakest first; each replaces the keys of the actions it names.
  ///   - classes: where the keys of the laboratory's own classes were said, by action.
  public init(
    _ standard: Keymap, files: [SettingsFile], classes: [String: SettingOrigin] = [:]
  ) throws(SettingsError) {
    var origins = classes
    var keys: [String: [String]] = [:]
    for file in files {
      for (action, node) in file.entries {
        let origin = SettingOrigin.file(file.path, line: node.line)
        guard let names = Self.names(node.value) else {
          throw .invalid(
            SettingsFault(
              origin: origin, key: action,
              problem: .unusable(
                found: node.value.shown, expected: "a list of keys, such as [\"Space\", \"F2\"]",
                nearest: nil)))
        }
        origins[action] = origin
        keys[action] = names
      }
    }
    self.origins = origins
    do {
      keymap = try standard.changing(keys)
    } catch {
      throw .invalid(Self.fault(error, origins, standard))
    }
  }

  private static func names(_ value: TOMLValue) -> [String]? {
    switch value {
    case .string(let name): return [name]
    case .array(let nodes):
      let names = nodes.map { if case .string(let name) = $0.value { name } else { String?.none } }
      return names.contains(nil) ? nil : names.compactMap { $0 }
    default: return nil
    }
  }

  private static func fault(
    _ fault: KeymapFault, _ origins: [String: SettingOrigin], _ standard: Keymap
  ) -> SettingsFault {
    func origin(_ action: String) -> SettingOrigin { origins[action] ?? .standard("default keys") }
    /// The place that a person wrote is told first, the other place after it.
    func clash(
      _ one: String, _ other: String, _ problem: (String, SettingOrigin) -> SettingsProblem
    ) -> SettingsFault {
      let isLast = origins[other] != nil
      let (first, second) = isLast ? (other, one) : (one, other)
      return SettingsFault(
        origin: origin(first), key: first, problem: problem(second, origin(second)))
    }
    switch fault {
    case .unknownAction(let action):
      let nearest = NearestName.of(action, in: standard.bindings.map(\.action))
      return SettingsFault(
        origin: origin(action), key: action, problem: .unknownAction(nearest: nearest))
    case .unknownKey(let name, let action):
      let nearest = NearestName.of(name, in: Key.wordNames)
      return SettingsFault(
        origin: origin(action), key: action, problem: .unknownKeyName(name, nearest: nearest))
    case .sentAs(let name, let key, let action):
      return SettingsFault(
        origin: origin(action), key: action, problem: .sentAs(name, other: key.shown))
    case .fixedKey(let name, let action):
      return SettingsFault(origin: origin(action), key: action, problem: .fixedKey(name))
    case .sameKey(let name, let action, let other):
      return clash(action, other) { .sameKey(name, action: $0, origin: $1) }
    case .firstOfTwo(let name, let action, let other):
      return clash(action, other) { .firstOfTwo(name, action: $0, origin: $1) }
    case .needed(let action):
      return SettingsFault(origin: origin(action), key: action, problem: .neededAction)
    }
  }
}
