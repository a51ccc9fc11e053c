import CTerminalGuard
import Glibc

/// The pipe that wakes the event loop: signals write to it, and so may other threads.
public enum SignalPipe {
  /// What arrived on the pipe.
  package enum Wake: Hashable {
    case signal(Int32)
    /// Another thread asked for attention.
    case call
  }

  /// Reading end, to be polled beside standard input; -1 when the system has no descriptor left.
  public static var descriptor: Int32 { ctg_wake_descriptor() }

  /// Wakes the event loop. May be called from any thread.
  public static func wake() { ctg_wake(0) }

  /// Everything that has arrived, in order.
  package static func drain() -> [Wake] {
    var result: [Wake] = []
    var bytes = [UInt8](repeating: 0, count: 256)
    while true {
      let count = read(descriptor, &bytes, bytes.count)
      if count < 0, errno == EINTR { continue }
      if count <= 0 { return result }
      result += bytes[..<count].map { $0 == 0 ? .call : .signal(Int32($0)) }
    }
  }
}
