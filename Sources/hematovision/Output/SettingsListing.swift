import Settings

/// `--print-config`: every setting and where it was said, each part in the form its file takes.
enum SettingsListing {
  static func write(_ configuration: Configuration, _ desk: Opening.Desk) {
    part("config.toml", configuration.lines)
    part("classes.toml", desk.own.lines)
    part("keymap.toml", desk.keymap.lines)
  }

  private static func part(_ name: String, _ lines: [SettingLine]) {
    print("# \(name); the later of these files wins:")
    for path in Locations.settings(name) { print("#   \(safeForTerminal(path))") }
    for line in lines {
      let said = line.value.map { "\(line.key) = \($0)" } ?? "# \(line.key) is not set"
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
