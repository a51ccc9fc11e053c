import Dispatch
import Foundation
import Synchronization

/// Threads that share one run of the network: the caller's and `size - 1` of its own.
///
/// Between runs the own threads spin for a moment, as the next crop of a picture follows soon, and then
/// sleep: an idle program uses no processor time.
final class Team {
  private let workers: [Worker]
  private let body: @Sendable (Int) -> Void

  /// - Parameter body: a member's whole part of a run; it must wait for the others at its end.
  init(size: Int, body: @escaping @Sendable (Int) -> Void) {
    self.body = body
    workers = (1..<max(size, 1)).map { Worker(member: $0, body: body) }
  }

  deinit { for worker in workers { worker.send(.stop) } }

  /// Runs the body once on every member; returns with the caller's own part.
  func run() {
    for worker in workers { worker.send(.work) }
    body(0)
  }
}

/// A thread that waits for work.
private final class Worker: Sendable {
  enum Signal: Int {
    case spinning, asleep, work, stop
  }

  private let signal = Atomic<Int>(Signal.spinning.rawValue)
  private let alarm = DispatchSemaphore(value: 0)
  /// Looks before the thread sleeps: some 250 microseconds, in which the next crop is made ready.
  private static let patience = 100_000

  init(member: Int, body: @escaping @Sendable (Int) -> Void) {
    Thread.detachNewThread { [self] in
      while next() == .work { body(member) }
    }
  }

  func send(_ new: Signal) {
    let old = signal.exchange(new.rawValue, ordering: .acquiringAndReleasing)
    if old == Signal.asleep.rawValue { alarm.signal() }
  }

  /// Waits for `.work` or `.stop`.
  private func next() -> Signal {
    var spin = SpinWait()
    while true {
      switch Signal(rawValue: signal.load(ordering: .acquiring)) {
      case .work:
        signal.store(Signal.spinning.rawValue, ordering: .relaxed)
        return .work
      case .stop:
        return .stop
      default:
        if spin.again(atMost: Self.patience) { continue }
        if signal.compareExchange(
          expected: Signal.spinning.rawValue, desired: Signal.asleep.rawValue,
          ordering: .acquiringAndReleasing
        ).exchanged {
          alarm.wait()
        }
      }
    }
  }
}
