import Glibc
public import Review

/// Finds the pictures below a directory; file names are raw bytes.
public enum DirectoryScan {
  /// JPEG and PNG files by their name's ending, in all directories below but hidden ones, sorted.
  ///
  /// Links to directories are not followed, so no circle can be walked.
  public static func pictures(below directory: ImagePath) throws(DirectoryError) -> [ImagePath] {
    var pictures: [ImagePath] = []
    try walk(directory, enter: { _ in }, picture: { pictures.append($0) })
    return pictures.sorted()
  }

  /// When a file was last changed, in milliseconds since 1970; nil when it is not there.
  public static func modificationTime(of path: ImagePath) -> Int64? {
    var status = stat()
    guard stat(path.cString, &status) == 0 else { return nil }
    return Int64(status.st_mtim.tv_sec) * 1000 + Int64(status.st_mtim.tv_nsec) / 1_000_000
  }

  /// Calls `enter` for each directory before it is read, and `picture` for each picture, in no order.
  static func walk(
    _ root: ImagePath, enter: (ImagePath) -> Void, picture: (ImagePath) -> Void
  ) throws(DirectoryError) {
    var open = [root]
    while let next = open.popLast() {
      enter(next)
      do {
        try read(next, directory: { open.append($0) }, picture: picture)
      } catch {
        // A subdirectory that may not be read hides its pictures only.
        if next == root { throw error }
      }
    }
  }

  private static func read(
    _ path: ImagePath, directory: (ImagePath) -> Void, picture: (ImagePath) -> Void
  ) throws(DirectoryError) {
    guard let stream = opendir(path.cString) else {
      throw DirectoryError(directory: path, code: errno)
    }
    defer { closedir(stream) }
    let stem = path.bytes.last == UInt8(ascii: "/") ? path.bytes : path.bytes + [UInt8(ascii: "/")]
    while let entry = readdir(stream) {
      let isPicture: Bool
      let found: ImagePath? = withUnsafeBytes(of: &entry.pointee.d_name) { room in
        let name = UnsafeRawBufferPointer(
          rebasing: room[..<(room.firstIndex(of: 0) ?? room.endIndex)])
        guard let first = name.first, first != UInt8(ascii: ".") else { return nil }
        // Of 100,000 entries most are pictures: nothing is made of those that are neither.
        let mayBeDirectory = [DT_DIR, DT_UNKNOWN].contains(Int(entry.pointee.d_type))
        guard mayBeDirectory || hasPictureName(name) else { return nil }
        return ImagePath(
          bytes: [UInt8](unsafeUninitializedCapacity: stem.count + name.count) { bytes, count in
            _ = bytes.initialize(from: stem)
            _ = bytes[stem.count...].initialize(from: name)
            count = stem.count + name.count
          })
      }
      guard let found else { continue }
      isPicture = !isDirectory(entry.pointee.d_type, found)
      if !isPicture {
        directory(found)
      } else if found.bytes.withUnsafeBytes(hasPictureName) {
        picture(found)
      }
    }
  }

  private static func isDirectory(_ type: UInt8, _ path: ImagePath) -> Bool {
    if Int(type) == DT_DIR { return true }
    guard Int(type) == DT_UNKNOWN else { return false }
    return FileStamp(of: path)?.isDirectory ?? false
  }

  /// Whether a name, or a path, ends as a JPEG's or a PNG's does.
  static func hasPictureName(_ name: UnsafeRawBufferPointer) -> Bool {
    ["jpg", "jpeg", "png"].contains { (ending: StaticString) in
      let length = ending.utf8CodeUnitCount
      guard name.count > length, name[name.count - length - 1] == UInt8(ascii: ".") else {
        return false
      }
      return (0..<length).allSatisfy {
        name[name.count - length + $0] | 0x20 == ending.utf8Start[$0]
      }
    }
  }

  /// The first `count` of `paths` by name, in order, without sorting them all.
  static func first(_ count: Int, of paths: [ImagePath]) -> [ImagePath] {
    var first = paths.prefix(count).sorted()
    for path in paths.dropFirst(count) {
      guard let last = first.last, path < last else { continue }
      var (low, high) = (0, first.count)
      while low < high {
        let middle = (low + high) / 2
        if first[middle] < path { low = middle + 1 } else { high = middle }
      }
      first.removeLast()
      first.insert(path, at: low)
    }
    return first
  }

  /// The absolute path of what is there, with links resolved; nil when there is nothing.
  public static func resolved(_ path: String) -> ImagePath? { resolved(ImagePath(path)) }

  /// The same of a path that need not be text.
  public static func resolved(_ path: ImagePath) -> ImagePath? {
    guard let real = realpath(path.bytes.map { CChar(bitPattern: $0) } + [0], nil) else {
      return nil
    }
    defer { free(real) }
    return ImagePath(bytes: Array(UnsafeRawBufferPointer(start: real, count: strlen(real))))
  }

  /// Whether a path leads to a directory, through links too.
  public static func isDirectory(_ path: ImagePath) -> Bool {
    var status = stat()
    guard stat(path.cString, &status) == 0 else { return false }
    return status.st_mode & S_IFMT == S_IFDIR
  }
}

/// A directory that cannot be read.
public struct DirectoryError: Error, Equatable {
  /// Its path.
  public let directory: ImagePath
  /// The system's error number.
  public let code: Int32
}

extension ImagePath {
  var cString: [CChar] { bytes.map { CChar(bitPattern: $0) } + [0] }
}

extension ImagePath {
  /// The absolute path of what is there, with links resolved; the text itself when there is nothing.
  public init(resolving path: String) { self = DirectoryScan.resolved(path) ?? ImagePath(path) }
}
