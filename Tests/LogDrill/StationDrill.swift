import CFaultVFS
import Foundation
import Review
import Store

/// A station without a screen: appends decisions one by one and says which of them are saved.
enum StationDrill {
  /// Appends `count` entries; says `saved N MICROSECONDS` after each, or what went wrong, thrice.
  static func write(_ log: ReviewLog, session: String, count: Int) -> Int32 {
    var failures = 0
    var number = 1
    while number <= count {
      let start = ContinuousClock.now
      do throws(StoreError) {
        try log.append([Drill.entry(number, session: session)])
        Drill.say("saved \(number) \(Int((ContinuousClock.now - start) / .microseconds(1)))")
        fault_vfs_mark(Int32(number))
        number += 1
      } catch {
        Drill.say("failed \(number) \(error)")
        failures += 1
        if failures == 3 { return 1 }
      }
    }
    return 0
  }

  static let faults = [
    "sync": FAULT_SYNC, "write": FAULT_WRITE, "full": FAULT_FULL, "readonly": FAULT_READ_ONLY,
  ]

  /// Lets calls `first` to `first + count - 1` of a kind on the log's files fail.
  static func install(_ fault: String, log: String, first: Int32, count: Int32) -> Bool {
    guard let kind = faults[fault] else { return false }
    return fault_vfs_install(log, kind, first, count) == 0
  }
}
