import Glibc

/// Standard output, past ncurses.
enum StandardOutput {
  /// Writes all of a text. A terminal that is gone takes no more, and its hang-up is told elsewhere.
  static func write(_ text: String) {
    let bytes = Array(text.utf8)
    var start = 0
    while start < bytes.count {
      let count = bytes[start...].withUnsafeBytes {
        Glibc.write(STDOUT_FILENO, $0.baseAddress, $0.count)
      }
      if count < 0, errno != EINTR { return }
      start += max(0, count)
    }
  }
}
