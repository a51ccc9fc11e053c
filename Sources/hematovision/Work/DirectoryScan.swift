import Foundation
import Review

/// Lists the pictures below a directory, by name; file names are raw bytes.
enum DirectoryScan {
  /// JPEG and PNG files by their name's ending, in all directories below but hidden ones, sorted.
  ///
  /// Links to directories are not followed, so no circle can be walked.
  static func pictures(below directory: ImagePath) throws(DirectoryError) -> [ImagePath] {
    var pictures: [ImagePath] = []
    var open = [directory]
    while let next = open.popLast() {
      do {
        try scan(next, pictures: &pictures, directories: &open)
      } catch {
        // A subdirectory that may not be read hides its pictures only.
        if next == directory { throw error }
      }
    }
    return pictures.sorted()
  }

  private static func scan(
    _ directory: ImagePath, pictures: inout [ImagePath], directories: inout [ImagePath]
  ) throws(DirectoryError) {
    guard let stream = opendir(directory.bytes.map { CChar(bitPattern: $0) } + [0]) else {
      throw DirectoryError(directory: directory, code: errno)
    }
    defer { closedir(stream) }
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: UInt8.self, capacity: 256) { bytes in
          [UInt8](UnsafeBufferPointer(start: bytes, count: strnlen(pointer, 256)))
        }
      }
      guard name.first != UInt8(ascii: ".") else { continue }
      let path = directory.appending(ImagePath(bytes: name))
      if isDirectory(entry.pointee.d_type, path) {
        directories.append(path)
      } else if hasPictureName(name) {
        pictures.append(path)
      }
    }
  }

  private static func strnlen(_ pointer: UnsafeRawPointer, _ limit: Int) -> Int {
    memchr(pointer, 0, limit).map { UnsafeRawPointer($0) - pointer } ?? limit
  }

  private static func isDirectory(_ type: UInt8, _ path: ImagePath) -> Bool {
    if Int(type) == DT_DIR { return true }
    guard Int(type) == DT_UNKNOWN else { return false }
    var status = stat()
    guard lstat(path.bytes.map { CChar(bitPattern: $0) } + [0], &status) == 0 else { return false }
    return status.st_mode & S_IFMT == S_IFDIR
  }

  private static func hasPictureName(_ name: [UInt8]) -> Bool {
    guard let dot = name.lastIndex(of: UInt8(ascii: ".")) else { return false }
    let ending = String(decoding: name[(dot + 1)...], as: UTF8.self).lowercased()
    return ["jpg", "jpeg", "png"].contains(ending)
  }

  /// The absolute path of what is there, with links resolved; nil when there is nothing.
  static func resolved(_ path: String) -> ImagePath? {
    guard let real = realpath(path, nil) else { return nil }
    defer { free(real) }
    return ImagePath(bytes: Array(UnsafeRawBufferPointer(start: real, count: strlen(real))))
  }

  /// Whether a path leads to a directory.
  static func isDirectory(_ path: ImagePath) -> Bool {
    var status = stat()
    guard stat(path.bytes.map { CChar(bitPattern: $0) } + [0], &status) == 0 else { return false }
    return status.st_mode & S_IFMT == S_IFDIR
  }
}

/// A directory that cannot be read.
struct DirectoryError: Error {
  let directory: ImagePath
  let code: Int32
}
