import Glibc

/// Standard error sent to a file while the screen is up, where codecs and numeric libraries that
/// print would spoil it.
public final class StandardErrorDiversion {
  private var original: Int32
  private let start: off_t
  private let file: Int32

  /// Appends to the file at `path`, which is made if missing and readable by the user only.
  public init(to path: String) throws(TerminalError) {
    let file = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw TerminalError.system(call: "open", errno: errno) }
    let original = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3)
    guard original >= 0 else {
      let reason = errno
      close(file)
      throw TerminalError.system(call: "fcntl", errno: reason)
    }
    start = lseek(file, 0, SEEK_END)
    guard dup2(file, STDERR_FILENO) >= 0 else {
      let reason = errno
      close(file)
      close(original)
      throw TerminalError.system(call: "dup2", errno: reason)
    }
    self.file = file
    self.original = original
  }

  deinit { end() }

  /// Gives standard error back; what the file received meanwhile is returned, up to `limit` bytes,
  /// for the program to show or not. Later calls do nothing.
  @discardableResult
  public func end(limit: Int = 65_536) -> String {
    guard original >= 0 else { return "" }
    dup2(original, STDERR_FILENO)
    close(original)
    original = -1
    var bytes = [UInt8](repeating: 0, count: max(0, limit))
    let count = pread(file, &bytes, bytes.count, start)
    close(file)
    return count > 0 ? String(decoding: bytes[..<count], as: UTF8.self) : ""
  }
}
