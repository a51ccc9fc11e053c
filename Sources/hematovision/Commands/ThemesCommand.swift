import ArgumentParser
import Foundation
import Review
import Screen
import Settings

/// `hematovision themes`: which there are, and whether they can be read.
struct ThemesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "themes",
    abstract: "List the themes, or check some: every role, contrast, classes for the colour-blind.")

  @Argument(help: "Names of themes, or theme files (default: all there are).")
  var themes: [String] = []

  func run() throws {
    var isSound = true
    let wanted = themes.isEmpty ? ThemeLibrary.names(in: Locations.themes) : themes
    for name in wanted {
      do throws(ThemeError) {
        let loaded = try load(name)
        let lines = loaded.warnings.map(Messages.line) + loaded.findings.map(Messages.line)
        print("\(safeForTerminal(loaded.theme.name)): \(lines.isEmpty ? "sound" : "NOT SOUND")")
        print("  \(safeForTerminal(loaded.files[0]))")
        for line in measures(loaded) + lines { print("  \(safeForTerminal(line))") }
        if !lines.isEmpty { isSound = false }
      } catch {
        print("\(safeForTerminal(name)): \(safeForTerminal(Messages.notice(for: error).line))")
        isSound = false
      }
    }
    if !isSound { throw ExitCode.someFailed }
  }

  private func load(_ name: String) throws(ThemeError) -> LoadedTheme {
    name.contains("/") || name.hasSuffix(".toml")
      ? try ThemeLibrary.load(file: name, directories: Locations.themes)
      : try ThemeLibrary.find(name, in: Locations.themes)
  }

  private func measures(_ loaded: LoadedTheme) -> [String] {
    var lines: [String] = []
    if let least = ThemeCheck.contrast(of: loaded.theme) {
      lines.append(
        "least contrast \(oneDigit(least.ratio)) (\(least.ink.rawValue) on \(least.ground.rawValue))"
      )
    }
    let differences = ColourVision.allCases.compactMap { vision in
      ThemeCheck.difference(of: loaded.theme, seenWith: vision)
        .map { "\(vision.rawValue) \(oneDigit($0))" }
    }
    if !differences.isEmpty {
      let claim = loaded.isColourBlindSafe ? "; safe for the colour-blind" : ""
      lines.append(
        "least difference of two classes: \(differences.joined(separator: ", "))\(claim)")
    }
    return lines
  }

  private func oneDigit(_ value: Double) -> String { String(format: "%.1f", value) }
}
