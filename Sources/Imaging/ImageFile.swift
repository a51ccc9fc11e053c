import Foundation

/// Reads the bytes of an image file, and refuses what is not a regular file of bounded size.
public enum ImageFile {
  /// All bytes of the file at `path` (the file system's own bytes, without a NUL).
  ///
  /// A link to a file is followed. Pipes, devices, sockets and directories are refused without being
  /// opened, or without waiting for them when one takes the file's place in between.
  public static func read(
    path: [UInt8], limits: ImageLimits = .standard
  ) throws(ImageError) -> [UInt8] {
    guard !path.isEmpty, !path.contains(0) else { throw .badName }
    let name = path.map { CChar(bitPattern: $0) } + [0]

    var status = stat()
    guard stat(name, &status) == 0 else { throw failure(of: name, code: errno) }
    try checkRegular(status)

    let descriptor = openWithoutWaiting(name)
    guard descriptor >= 0 else { throw failure(of: name, code: errno) }
    defer { close(descriptor) }
    guard fstat(descriptor, &status) == 0 else { throw .readFailed(code: errno) }
    try checkRegular(status)
    guard status.st_size <= limits.fileBytes else {
      throw .fileTooLarge(bytes: Int(status.st_size), limit: limits.fileBytes)
    }
    let bytes = try readAll(descriptor, expected: Int(status.st_size), limit: limits.fileBytes)
    guard !bytes.isEmpty else { throw .emptyFile }
    return bytes
  }

  private static func openWithoutWaiting(_ name: [CChar]) -> Int32 {
    while true {
      let descriptor = open(name, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)
      if descriptor >= 0 || errno != EINTR { return descriptor }
    }
  }

  private static func checkRegular(_ status: stat) throws(ImageError) {
    switch status.st_mode & S_IFMT {
    case S_IFREG: return
    case S_IFDIR: throw .notAFile(.directory)
    case S_IFIFO: throw .notAFile(.namedPipe)
    case S_IFSOCK: throw .notAFile(.socket)
    case S_IFCHR: throw .notAFile(.characterDevice)
    case S_IFBLK: throw .notAFile(.blockDevice)
    default: throw .notAFile(.other)
    }
  }

  private static func failure(of name: [CChar], code: Int32) -> ImageError {
    switch code {
    case ENOENT, ENOTDIR:
      var status = stat()
      let isLink = lstat(name, &status) == 0 && status.st_mode & S_IFMT == S_IFLNK
      return isLink ? .danglingLink : .notFound
    case ELOOP: return .danglingLink
    case EACCES, EPERM: return .permissionDenied
    case ENAMETOOLONG, EINVAL: return .badName
    case ENXIO, ENODEV: return .notAFile(.other)
    default: return .readFailed(code: code)
    }
  }

  /// Reads to the end, wherever that is by then: the file may grow or shrink under our hands.
  private static func readAll(
    _ descriptor: Int32, expected: Int, limit: Int
  ) throws(ImageError) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: expected + 1)
    var filled = 0
    while true {
      if filled == bytes.count {
        bytes.append(contentsOf: [UInt8](repeating: 0, count: max(65_536, bytes.count / 2)))
      }
      let got = bytes.withUnsafeMutableBytes { buffer in
        guard let base = buffer.baseAddress else { return 0 }
        return Foundation.read(descriptor, base + filled, buffer.count - filled)
      }
      if got < 0 {
        if errno == EINTR { continue }
        throw .readFailed(code: errno)
      }
      if got == 0 { break }
      filled += got
      guard filled <= limit else { throw .fileTooLarge(bytes: filled, limit: limit) }
    }
    bytes.removeLast(bytes.count - filled)
    return bytes
  }
}
