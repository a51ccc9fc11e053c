import Dispatch
import Foundation
import Synchronization

/// Ctrl-C while this lives: it ends nothing, it is remembered, and the work keeps what it has.
final class Interruption {
  private final class Flag: Sendable {
    let isSet = Atomic(false)
  }

  private let flag = Flag()
  private let source: any DispatchSourceSignal

  init() {
    // The default would end the program before the source hears of it.
    signal(SIGINT, SIG_IGN)
    source = DispatchSource.makeSignalSource(signal: SIGINT, queue: .global())
    source.setEventHandler { [flag] in flag.isSet.store(true, ordering: .relaxed) }
    source.resume()
  }

  deinit {
    source.cancel()
    signal(SIGINT, SIG_DFL)
  }

  /// Whether Ctrl-C was pressed.
  var isRequested: Bool { flag.isSet.load(ordering: .relaxed) }
}
