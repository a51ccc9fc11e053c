import Settings

/// `--print-config`: every setting and where it was said, each part in the form its file takes.
enum SettingsListing {
  static func write(_ configuration: Configuration, _ desk: Opening.Desk) {
    let found = [
      "log": configuration.logFile.value, "reviewer": configuration.reviewerName.value,
      "model": (try? configuration.weightsFile.value) ?? "cannot be told, doctor says why",
    ]
    part("config.toml", configuration.lines, found: found)
    part("classes.toml", desk.own.lines)
    part("counting.toml", desk.counting.lines)
    part("keymap.toml", desk.keymap.lines)
  }

  /// - Parameter found: What is used where nothing was said, by key.
  private static func part(
    _ name: String, _ lines: [SettingLine], found: [String: String] = [:]
  ) {
    print("# \(name); the later of these files wins:")
    for path in Locations.settings(name) { print("#   \(safeForTerminal(path))") }
    for line in lines {
      let used = found[line.key].map { "# \(line.key): \($0)" }
      let said = line.value.map { "\(line.key) = \($0)" } ?? used ?? "# \(line.key) is not set"
      print("\(safeForTerminal(said).padded(to: 38))  # \(safeForTerminal(line.origin))")
    }
    print("")
  }
}

extension String {
  fileprivate func padded(to width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - count))
  }
}
