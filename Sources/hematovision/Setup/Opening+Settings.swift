import Review
import Screen
import Settings
import Station

extension Opening {
  /// What files and the environment set, or the end of the program.
  static func configuration(
    log: String? = nil, model: String? = nil, theme: String? = nil
  ) throws -> Configuration {
    do {
      var configuration = try readConfiguration()
      configuration.flag(\.log, log)
      configuration.flag(\.model, model)
      configuration.flag(\.theme, theme)
      return configuration
    } catch {
      throw Failure(Messages.notice(for: error))
    }
  }

  /// The classes to answer with, the model's and the laboratory's own, and the keys for everything.
  struct Desk {
    let classes: [CellClass]
    let own: LaboratoryClasses
    let counting: LaboratoryCounting
    let keymap: LoadedKeymap
  }

  static func readDesk(model: [CellClass]) throws(SettingsError) -> Desk {
    var own = LaboratoryClasses.standard
    for file in try files("classes.toml") { try own.take(file: file) }
    let (classes, keys) = try own.joined(to: model)
    var counting = LaboratoryCounting(classes: classes)
    for file in try files("counting.toml") { try counting.take(file: file) }
    let origins = own.entries.filter { $0.origin != .default }
      .map { (Keymap.action(of: $0.cellClass), $0.origin) }
    let keymap = try LoadedKeymap(
      .standard(classes: classes, keys: keys), files: files("keymap.toml"),
      classes: Dictionary(origins, uniquingKeysWith: { first, _ in first }))
    return Desk(classes: classes, own: own, counting: counting, keymap: keymap)
  }

  /// The classes and keys, or the end of the program.
  static func desk(model: [CellClass]) throws -> Desk {
    do {
      return try readDesk(model: model)
    } catch {
      throw Failure(Messages.notice(for: error))
    }
  }

  private static func files(_ name: String) throws(SettingsError) -> [SettingsFile] {
    var files: [SettingsFile] = []
    for path in Locations.settings(name) {
      if let file = try SettingsFile(at: path) { files.append(file) }
    }
    return files
  }

  /// What files and the environment set.
  static func readConfiguration() throws(SettingsError) -> Configuration {
    var configuration = Configuration()
    for file in try files("config.toml") { try configuration.take(file: file) }
    try configuration.take(environment: Locations.environment)
    return configuration
  }
}
