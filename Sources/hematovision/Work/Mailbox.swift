import Curses
import Station
import Synchronization

/// Events from other threads for the event loop, which the terminal's wake descriptor wakes.
final class Mailbox: Sendable {
  private let events = Mutex<[Event]>([])

  /// Hands an event over. May be called from any thread; what comes before the terminal is up
  /// waits for `ring()`.
  func post(_ event: Event) {
    let wasEmpty = events.withLock { events in
      events.append(event)
      return events.count == 1
    }
    if wasEmpty { SignalPipe.wake() }
  }

  /// Has the event loop look, for what was handed over before the terminal was up.
  func ring() { SignalPipe.wake() }

  /// Takes all events that wait.
  func drain() -> [Event] {
    events.withLock { events in
      defer { events = [] }
      return events
    }
  }
}
