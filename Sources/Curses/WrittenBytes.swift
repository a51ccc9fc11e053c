import Glibc

/// Bytes that this thread has handed to the system, by the kernel's own count.
///
/// ncurses writes to the terminal by itself and keeps no count. Linux keeps one a thread; the thread
/// that owns the terminal writes little else, and nothing between the two readings of a frame.
struct WrittenBytes: ~Copyable {
  private let file: Int32

  /// The count of the calling thread; nil where the system keeps none.
  init?() {
    file = open("/proc/thread-self/io", O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return nil }
  }

  deinit { close(file) }

  /// The count now; nil when it cannot be read.
  func read() -> Int? {
    var bytes = [UInt8](repeating: 0, count: 512)
    let count = pread(file, &bytes, bytes.count, 0)
    guard count > 0 else { return nil }
    let text = String(decoding: bytes[..<count], as: UTF8.self)
    return text.split(separator: "\n").first { $0.hasPrefix("wchar: ") }
      .flatMap { Int($0.dropFirst(7)) }
  }
}
