import Foundation
import Review

/// Progress on the standard error when that is a terminal; silent else.
struct ProgressLine {
  private let total: Int
  private let isTerminal = isatty(2) == 1
  private let clock = ContinuousClock()
  private let start: ContinuousClock.Instant
  private var lastDrawn: ContinuousClock.Instant?
  private var done = 0

  init(total: Int) {
    self.total = total
    start = clock.now
  }

  mutating func advance() {
    done += 1
    guard isTerminal else { return }
    let now = clock.now
    if let lastDrawn, now - lastDrawn < .milliseconds(100), done < total { return }
    lastDrawn = now
    let seconds = (now - start) / .seconds(1)
    let rate = Double(done) / max(seconds, 0.001)
    let left = Int((Double(total - done) / rate).rounded(.up))
    let width = 24
    let filled = total == 0 ? width : done * width / total
    let bar =
      String(repeating: "#", count: filled) + String(repeating: "-", count: width - filled)
    StandardError.write(
      "\r[\(bar)] \(done)/\(total)  \(Int(rate)) images/s  \(left) s left \u{1B}[K")
  }

  /// A failed image, on a line of its own.
  func note(_ notice: Notice) { note(notice.line) }

  /// A line of its own, whatever it may hold.
  func note(_ text: String) {
    if isTerminal { StandardError.write("\r\u{1B}[K") }
    StandardError.write("\(safeForTerminal(text))\n")
  }

  func finish(failures: Int) {
    guard isTerminal else { return }
    let seconds = (clock.now - start) / .seconds(1)
    let tenths = (seconds * 10).rounded() / 10
    StandardError.write("\r\u{1B}[K\(done) images in \(tenths) s, \(failures) failed\n")
  }
}
