import Glibc

/// A file of the user's, as text.
enum TextFile {
  /// No file of settings is larger.
  static let largestInBytes = 256 * 1024

  /// Why a file cannot be read.
  enum Fault: Error {
    case unreadable(errno: Int32)
    case tooLarge(bytes: Int)
  }

  static func text(of path: String) throws(Fault) -> String {
    // Without waiting, and only a plain file: a pipe of this name must not hold the program up.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw .unreadable(errno: errno) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw .unreadable(errno: errno) }
    guard status.st_mode & S_IFMT == S_IFREG else { throw .unreadable(errno: EINVAL) }
    guard status.st_size <= largestInBytes else { throw .tooLarge(bytes: Int(status.st_size)) }
    var bytes = [UInt8](repeating: 0, count: largestInBytes)
    var count = 0
    while count < bytes.count {
      let got = bytes[count...].withUnsafeMutableBytes {
        Glibc.read(descriptor, $0.baseAddress, $0.count)
      }
      if got < 0, errno == EINTR { continue }
      guard got >= 0 else { throw .unreadable(errno: errno) }
      if got == 0 { break }
      count += got
    }
    return String(decoding: bytes[..<count], as: UTF8.self)
  }
}
