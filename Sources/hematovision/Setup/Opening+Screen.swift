import Analysis
import Curses
import Foundation
import Review
import Screen
import Settings
import Store

extension Opening {
  /// The theme by name; what its files warn of is said on the standard error.
  static func theme(_ configuration: Configuration) throws -> Theme {
    do {
      let loaded = try ThemeLibrary.find(configuration.theme.value, in: Locations.themes)
      for warning in loaded.warnings { StandardError.write(Messages.line(for: warning) + "\n") }
      return loaded.theme
    } catch {
      throw Failure(Messages.notice(for: error))
    }
  }

  /// The log for writing, or the end of the program.
  static func logOrFailure(path: String, identity: LogIdentity) throws -> ReviewLog {
    do {
      return try log(path: path, identity: identity)
    } catch {
      throw Failure(Messages.notice(for: error))
    }
  }

  /// Sends what libraries print to a file while the screen is up; nil where no file can be had.
  static func divertStandardError() -> StandardErrorDiversion? {
    let path = Locations.diagnostics
    try? FileManager.default.createDirectory(
      atPath: URL(fileURLWithPath: path).deletingLastPathComponent().path,
      withIntermediateDirectories: true)
    return try? StandardErrorDiversion(to: path)
  }
}
