import Glibc
public import Screen

/// A theme with what its files had to say.
public struct LoadedTheme: Sendable {
  public let theme: Theme
  public let warnings: [ThemeWarning]
  /// The file it was read from, then those it inherits from.
  public let files: [String]
}

/// Themes by name, in directories of `NAME.toml` files.
public enum ThemeLibrary {
  /// No theme file is larger.
  static let largestFileInBytes = 256 * 1024

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
      warnings: files.flatMap(\.warnings), files: files.map(\.file))
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
    // Without waiting, and only a plain file: a pipe of this name must not hold the program up.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw .unreadable(file: path, errno: errno) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw .unreadable(file: path, errno: errno) }
    guard status.st_mode & S_IFMT == S_IFREG else { throw .unreadable(file: path, errno: EINVAL) }
    guard status.st_size <= largestFileInBytes else {
      throw .tooLarge(file: path, bytes: Int(status.st_size), limit: largestFileInBytes)
    }
    var bytes = [UInt8](repeating: 0, count: largestFileInBytes)
    var count = 0
    while count < bytes.count {
      let got = bytes[count...].withUnsafeMutableBytes {
        Glibc.read(descriptor, $0.baseAddress, $0.count)
      }
      if got < 0, errno == EINTR { continue }
      guard got >= 0 else { throw .unreadable(file: path, errno: errno) }
      if got == 0 { break }
      count += got
    }
    return try ThemeFile(String(decoding: bytes[..<count], as: UTF8.self), file: path)
  }
}
