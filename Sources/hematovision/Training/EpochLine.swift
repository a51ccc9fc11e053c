import Foundation
import Training

/// How a training goes, on the standard error when that is a terminal; silent else.
struct EpochLine {
  private let epochs: Int
  private let isTerminal = isatty(2) == 1
  private let clock = ContinuousClock()
  private let start: ContinuousClock.Instant
  private var best = 0

  init(epochs: Int) {
    self.epochs = epochs
    start = clock.now
  }

  mutating func show(_ epoch: Epoch, isBest: Bool) {
    if isBest { best = epoch.number }
    guard isTerminal else { return }
    let seconds = (clock.now - start) / .seconds(1)
    let left = Int((seconds / Double(epoch.number) * Double(epochs - epoch.number)).rounded(.up))
    let judged = epoch.validationLoss.map { String(format: ", validation %.4f", $0) } ?? ""
    let right = epoch.validationAccuracy.map { String(format: ", %.1f %% right", 100 * $0) } ?? ""
    let loss = String(format: "%.4f", epoch.trainingLoss)
    let rate = String(format: "%.1e", epoch.learningRate)
    StandardError.write(
      "\repoch \(epoch.number)/\(epochs), rate \(rate), loss \(loss)\(judged)\(right), best \(best), at most \(left) s left; "
        + "Ctrl-C keeps the best\u{1B}[K")
  }

  func finish() {
    if isTerminal { StandardError.write("\r\u{1B}[K") }
  }
}
