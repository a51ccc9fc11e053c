import Foundation
import Screen
import Station
import TestSupport
import Testing

/// Compares the screen with `Snapshots/NAME.txt`.
///
/// A missing or outdated file is written anew only with RECORD_SNAPSHOTS=1 in the environment, and the
/// test fails then too, so that no recording passes unseen.
func expectSnapshot(
  _ desk: Rehearsal, _ name: String, sourceLocation: SourceLocation = #_sourceLocation
) throws {
  try expectText(
    FrameText.dump(render(desk.state, size: desk.state.size)), name, sourceLocation: sourceLocation)
}

/// Compares a text with `Snapshots/NAME.txt`, as above.
func expectText(
  _ text: String, _ name: String, sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let file = SharedData.repositoryRoot
    .appendingPathComponent("Tests/StationTests/Snapshots/\(name).txt")
  let recorded = try? String(contentsOf: file, encoding: .utf8)
  guard recorded != text else { return }
  if ProcessInfo.processInfo.environment["RECORD_SNAPSHOTS"] != nil {
    try text.write(to: file, atomically: true, encoding: .utf8)
    Issue.record("recorded \(name): look at it, then run again", sourceLocation: sourceLocation)
    return
  }
  let old = (recorded ?? "").split(separator: "\n", omittingEmptySubsequences: false)
  let new = text.split(separator: "\n", omittingEmptySubsequences: false)
  let line = zip(old, new).enumerated().first { $0.element.0 != $0.element.1 }?.offset
  let place = line ?? min(old.count, new.count)
  Issue.record(
    """
    \(name) differs from its snapshot at line \(place + 1):
    was \(place < old.count ? old[place] : "(nothing)")
    is  \(place < new.count ? new[place] : "(nothing)")
    RECORD_SNAPSHOTS=1 records it anew.
    """, sourceLocation: sourceLocation)
}
