import Dispatch
import Foundation
import Synchronization

/// A piece of work that was begun on another thread and is waited for where its value is needed.
final class Started<Value: Sendable>: Sendable {
  private let result = Mutex<Result<Value, any Error>?>(nil)
  private let done = DispatchSemaphore(value: 0)

  init(_ body: @escaping @Sendable () throws -> Value) {
    Thread.detachNewThread { [self] in
      let outcome = Result { try body() }
      result.withLock { $0 = outcome }
      done.signal()
    }
  }

  /// Waits for the value, or throws what the work threw.
  func value() throws -> Value {
    done.wait()
    defer { done.signal() }
    guard let outcome = result.withLock({ $0 }) else {
      preconditionFailure("the signal comes after the result")
    }
    return try outcome.get()
  }
}
