import Glibc
public import Screen

/// A theme with what its files had to say.
public struct LoadedTheme: Sendable {
  public let theme: Theme
  public let warnings: [ThemeWarning]
  /// The file it was read from, then those it inherits from.
  public let files: [String]
  /// Whether it says that it is safe for the colour-blind.
  public let isColourBlindSafe: Bool

  /// What is wrong with it; empty when nothing is.
  public var findings: [ThemeFinding] {
    ThemeCheck.findings(of: theme, isColourBlindSafe: isColourBlindSafe)
  }
}

/// Themes by name, in directories of `NAME.toml` files.
public enum ThemeLibrary {
  /// The theme `name` from the first of `directories` that has it.
  ///
  /// A theme may inherit from one of its own name in a later directory, so that a user's file can
  /// add to a theme that comes with the program.
  public static func find(
    _ name: String, in directories: [String]
  ) throws(ThemeError) -> LoadedTheme {
    guard let path = path(of: name, in: directories, except: []) else {
      let available = names(in: directories)
      throw .notFound(
        name: name, nearest: NearestName.of(name, in: available), available: available,
        directories: directories)
    }
    return try load(path, name: name, directories)
  }

  /// The theme of a file, wherever it lies; what it inherits from is looked for in `directories`.
  public static func load(
    file path: String, directories: [String]
  ) throws(ThemeError) -> LoadedTheme {
    var name = path[...]
    if let slash = name.lastIndex(of: "/") { name = name[name.index(after: slash)...] }
    if name.hasSuffix(".toml") { name = name.dropLast(5) }
    return try load(path, name: String(name), directories)
  }

  private static func load(
    _ path: String, name: String, _ directories: [String]
  ) throws(ThemeError) -> LoadedTheme {
    var files = [try read(path)]
    var names = [name]
    while let parent = files[files.count - 1].inherits {
      let last = files[files.count - 1]
      names.append(parent)
      guard let path = self.path(of: parent, in: directories, except: files.map(\.file)) else {
        if self.path(of: parent, in: directories, except: []) != nil {
          throw .inheritsItself(names: names)
        }
        throw .invalid(
          ThemeFault(
            file: last.file, line: last.lines["inherits"] ?? 1, key: "inherits",
            problem: .unknownParent(
              parent, nearest: NearestName.of(parent, in: self.names(in: directories)))))
      }
      files.append(try read(path))
    }
    return LoadedTheme(
      theme: try files[0].theme(name: name, parents: Array(files.dropFirst())),
      warnings: files.flatMap(\.warnings), files: files.map(\.file),
      isColourBlindSafe: files[0].isColourBlindSafe)
  }

  /// Names of all themes, sorted.
  public static func names(in directories: [String]) -> [String] {
    var names: Set<String> = []
    for directory in directories {
      guard let stream = opendir(directory) else { continue }
      defer { closedir(stream) }
      while let entry = readdir(stream) {
        let file = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
          pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
        }
        if file.hasSuffix(".toml"), isName(String(file.dropLast(5))) {
          names.insert(String(file.dropLast(5)))
        }
      }
    }
    return names.sorted()
  }

  /// Letters, digits, `-` and `_`: a name never leads out of its directory.
  private static func isName(_ text: String) -> Bool {
    !text.isEmpty
      && text.utf8.allSatisfy { byte in
        Character(Unicode.Scalar(byte)).isASCII
          && (Character(Unicode.Scalar(byte)).isLetter || Character(Unicode.Scalar(byte)).isNumber
            || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_"))
      }
  }

  private static func path(
    of name: String, in directories: [String], except known: [String]
  ) -> String? {
    guard isName(name) else { return nil }
    return directories.map { $0 + "/" + name + ".toml" }
      .first { !known.contains($0) && access($0, F_OK) == 0 }
  }

  private static func read(_ path: String) throws(ThemeError) -> ThemeFile {
    let text: String
    do {
      text = try TextFile.text(of: path)
    } catch {
      switch error {
      case .unreadable(let code): throw .unreadable(file: path, errno: code)
      case .tooLarge(let bytes):
        throw .tooLarge(file: path, bytes: bytes, limit: TextFile.largestInBytes)
      }
    }
    return try ThemeFile(text, file: path)
  }
}
