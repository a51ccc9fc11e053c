import ArgumentParser
import Foundation
import Review

/// `drift`: how often the drift alarm is wrong, and how soon it notices a fall of agreement.
struct DriftCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "drift",
    abstract: "Measures the drift alarm: how often it is wrong, how soon it notices a fall.",
    discussion: """
      Exact figures of the rule, and the same by simulation with new references each time. A fall begins with \
      a new block.
      """)

  @Option(help: "Simulated series for each line.")
  var series = 2_000

  @Option(help: "Seed of the drawing.")
  var seed = 1

  @Option(help: "Watch these answers instead: a line each, 1 for an override, 0 for none.")
  var answers: String?

  func run() throws {
    let rule = DriftRule.standard
    if let answers {
      watch(try String(contentsOfFile: answers, encoding: .utf8).split(separator: "\n"), rule)
      return
    }
    var source = SplitMix64(seed: UInt64(seed))
    print(
      """
      reference \(rule.reference), blocks of \(rule.window), at most one false alarm in \
      \(rule.cellsPerFalseAlarm) cells
      nothing changes:
      overrides  exact: one in  simulated: one in  cells with an alarm in the first 1,000
      """)
    for share in [0.01, 0.02, 0.05, 0.1, 0.15, 0.3] {
      let exact = Double(rule.window) / rule.falseAlarmProbability(share: share)
      let still = still(rule, share, &source)
      print(
        String(
          format: "%7.0f %%  %13.0f  %17.0f  %8.1f %% of series", 100 * share, exact, still.cells,
          100 * still.inFirstThousand))
    }
    print("agreement falls:\n     from      to  median cells  9 of 10 within")
    for (before, after) in [(0.05, 0.1), (0.05, 0.15), (0.05, 0.2), (0.1, 0.2), (0.02, 0.05)] {
      let cells = noticed(rule, before, after, &source)
      print(
        String(
          format: "%7.0f %% %5.0f %%  %12d  %14d", 100 * (1 - before), 100 * (1 - after),
          cells[cells.count / 2], cells[cells.count * 9 / 10]))
    }
  }

  /// Prints every block of a recorded series.
  private func watch(_ answers: [Substring], _ rule: DriftRule) {
    var watch = DriftWatch(rule)
    var overrides = 0
    for (number, answer) in answers.enumerated() {
      let wasWatching = watch.isWatching
      let isOverride = answer == "1"
      overrides += isOverride ? 1 : 0
      let isCalled = watch.take(isOverride: isOverride, sequence: Int64(number))
      let isFull = watch.isWatching && watch.block.answers == 0
      guard isFull else { continue }
      print(
        wasWatching
          ? "answers to \(number + 1): \(overrides)\(isCalled ? "  DRIFT" : "")"
          : "reference: \(overrides) of \(rule.reference), alarm at "
            + (watch.threshold.map(String.init) ?? "none"))
      overrides = 0
    }
  }

  private func still(
    _ rule: DriftRule, _ share: Double, _ source: inout SplitMix64
  ) -> (cells: Double, inFirstThousand: Double) {
    var (alarms, cells, early) = (0, 0, 0)
    for _ in 0..<series {
      var watch = watched(rule, share, &source)
      for _ in 0..<10_000 { take(share, &watch, &source) }
      alarms += watch.alarms.count
      cells += 10_000
      if let first = watch.alarms.first, first.after < rule.reference + 1_000 { early += 1 }
    }
    return (Double(cells) / Double(max(1, alarms)), Double(early) / Double(series))
  }

  /// Cells after a fall until the alarm, sorted; 100,000 where there was none.
  private func noticed(
    _ rule: DriftRule, _ before: Double, _ after: Double, _ source: inout SplitMix64
  ) -> [Int] {
    (0..<series).map { _ in
      var watch = watched(rule, before, &source)
      var cells = 0
      while watch.alarms.isEmpty, cells < 100_000 {
        take(after, &watch, &source)
        cells += 1
      }
      return cells
    }.sorted()
  }

  /// A series whose reference is full.
  private func watched(
    _ rule: DriftRule, _ share: Double, _ source: inout SplitMix64
  ) -> DriftWatch {
    var watch = DriftWatch(rule)
    for _ in 0..<rule.reference { take(share, &watch, &source) }
    return watch
  }

  private func take(_ share: Double, _ watch: inout DriftWatch, _ source: inout SplitMix64) {
    watch.take(isOverride: Double.random(in: 0..<1, using: &source) < share, sequence: 0)
  }
}
