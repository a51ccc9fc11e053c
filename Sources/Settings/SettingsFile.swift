import Glibc

/// A TOML file of the user's or the laboratory's, taken apart.
public struct SettingsFile: Sendable {
  public let path: String
  let root: TOMLTable

  /// Reads a file's text; `path` is only shown in messages.
  public init(_ text: String, path: String) throws(SettingsError) {
    self.path = path
    do {
      root = try TOMLParser.table(text)
    } catch {
      throw .syntax(file: path, line: error.line, column: error.column, problem: error.problem)
    }
  }

  /// Reads a file; nil when there is none.
  public init?(at path: String) throws(SettingsError) {
    let text: String
    do {
      text = try TextFile.text(of: path)
    } catch {
      switch error {
      case .unreadable(ENOENT), .unreadable(ENOTDIR): return nil
      case .unreadable(let code): throw .unreadable(file: path, errno: code)
      case .tooLarge(let bytes):
        throw .tooLarge(file: path, bytes: bytes, limit: TextFile.largestInBytes)
      }
    }
    try self.init(text, path: path)
  }

  /// Keys and values in the file's order, so that of several faults the first is told.
  var entries: [(String, TOMLNode)] { root.sorted }
}

extension TOMLTable {
  /// Keys and values in the file's order.
  var sorted: [(String, TOMLNode)] {
    nodes.map { ($0.key, $0.value) }.sorted { ($0.1.line, $0.0) < ($1.1.line, $1.0) }
  }
}
