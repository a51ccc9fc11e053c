import Review
import TestSupport
import Testing

/// The drift alarm: its thresholds, and how often it is wrong.
@Suite struct DriftTests {
  @Test func `thresholds are those of SciPy's hypergeometric distribution`() {
    // The least x with hypergeom.sf(x - 1, 500, x0 + x, 100) <= .01
    let standard = [(0, 3), (1, 4), (5, 7), (20, 13), (40, 20), (80, 32), (200, 64), (399, nil)]
    for (before, least) in standard {
      #expect(DriftRule.standard.threshold(overridesInReference: before) == least, "\(before)")
    }
    let small = DriftRule(reference: 100, window: 50, cellsPerFalseAlarm: 1_000)
    for (before, least) in [(0, 3), (3, 6), (10, 11), (50, 33), (100, nil)] {
      #expect(small.threshold(overridesInReference: before) == least, "\(before)")
    }
  }

  @Test func `the false-alarm rate is at most the stated one, whatever the share of overrides`() {
    // The same sums in SciPy: .0040557, .0056461, .0069851.
    let rule = DriftRule.standard
    for (share, probability) in [(0.01, 0.0040557), (0.05, 0.0056461), (0.15, 0.0069851)] {
      #expect(abs(rule.falseAlarmProbability(share: share) - probability) < 1e-6)
    }
    for rule in [rule, DriftRule(reference: 60, window: 20, cellsPerFalseAlarm: 500)] {
      for share in stride(from: 0, through: 1, by: 0.05) {
        #expect(rule.falseAlarmProbability(share: share) <= rule.errorProbability, "\(share)")
      }
    }
  }

  @Test func `how soon a fall is noticed`() {
    // binom.sf(12, 100, .1) = .19818: after four blocks at the median.
    #expect(
      DriftRule.standard.medianCellsToNotice(share: 0.1, overridesInReference: 20) == 400)
    #expect(
      DriftRule.standard.medianCellsToNotice(share: 0.5, overridesInReference: 20) == 100)
    #expect(DriftRule.standard.medianCellsToNotice(share: 0, overridesInReference: 20) == nil)
    #expect(DriftRule.standard.medianCellsToNotice(share: 1, overridesInReference: 400) == nil)
  }

  @Test func `a thousand still series raise no more alarms than stated, a fallen one does`() {
    var source = SeededGenerator(seed: 11)
    let rule = DriftRule(reference: 200, window: 100, cellsPerFalseAlarm: 2_000)
    var alarms = 0
    for _ in 0..<1_000 {
      var watch = DriftWatch(rule)
      for number in 0..<1_200 {
        let isOverride = Double.random(in: 0..<1, using: &source) < 0.06
        watch.take(isOverride: isOverride, sequence: Int64(number))
      }
      #expect(watch.blocks == 10)
      alarms += watch.alarms.count
    }
    // 1,000,000 cells under watch: 500 stated, and the exact figure times 10,000 blocks expected.
    let expected = 10_000 * rule.falseAlarmProbability(share: 0.06)
    #expect(alarms < 500)
    // Alarms of one series share its reference; the standard deviation was about 27 over 50 seeds.
    #expect(abs(Double(alarms) - expected) < 110)
  }

  @Test func `the reference comes first, then blocks that do not overlap`() {
    var watch = DriftWatch(DriftRule(reference: 20, window: 10, cellsPerFalseAlarm: 200))
    for number in 0..<20 { watch.take(isOverride: number == 5, sequence: Int64(number + 1)) }
    #expect(watch.isWatching)
    #expect(watch.reference == OverrideRate(1, of: 20))
    // scipy: hypergeom.sf(3, 30, 5, 10) = .0311, hypergeom.sf(2, 30, 4, 10) = .0954.
    #expect(watch.threshold == 4)
    for number in 0..<10 {
      let isCalled = watch.take(isOverride: number < 3, sequence: Int64(100 + number))
      #expect(!isCalled)
    }
    #expect(watch.alarms.isEmpty)
    for number in 0..<9 {
      let isCalled = watch.take(isOverride: number < 4, sequence: Int64(200 + number))
      #expect(!isCalled)
    }
    let isCalled = watch.take(isOverride: false, sequence: 209)
    #expect(isCalled)
    #expect(watch.isAlarming)
    #expect(watch.alarms.map(\.after) == [30])
    #expect(watch.alarms.map(\.sequence) == [209])
    #expect(watch.alarms.map(\.overrides) == [4])
    for _ in 0..<10 { watch.take(isOverride: false, sequence: 300) }
    #expect(!watch.isAlarming)
    #expect(watch.blocks == 3)
  }
}
