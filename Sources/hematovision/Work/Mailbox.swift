import Foundation
import Station
import Synchronization

/// Events from other threads for the event loop, which a byte on a pipe wakes.
final class Mailbox: Sendable {
  private let events = Mutex<[Event]>([])
  /// Becomes readable when events wait.
  let readEnd: Int32
  private let writeEnd: Int32

  init() throws {
    var ends: [Int32] = [0, 0]
    guard pipe2(&ends, O_NONBLOCK | O_CLOEXEC) == 0 else {
      throw Failure(Messages.system("the program cannot start", call: "pipe", code: errno))
    }
    (readEnd, writeEnd) = (ends[0], ends[1])
  }

  deinit {
    close(readEnd)
    close(writeEnd)
  }

  /// Hands an event over. May be called from any thread.
  func post(_ event: Event) {
    let wasEmpty = events.withLock { events in
      events.append(event)
      return events.count == 1
    }
    guard wasEmpty else { return }
    var byte: UInt8 = 1
    // A full pipe wakes as well as one byte more.
    _ = write(writeEnd, &byte, 1)
  }

  /// Takes all events that wait.
  func drain() -> [Event] {
    var bytes = [UInt8](repeating: 0, count: 64)
    while read(readEnd, &bytes, bytes.count) > 0 {}
    return events.withLock { events in
      defer { events = [] }
      return events
    }
  }
}
