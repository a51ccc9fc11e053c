import Foundation
import Testing

/// The drills of the log, shortly. `Reliability.md` has them at length, and says how to run them.
struct DrillTests {
  let fixture: LogFixture

  init() throws { fixture = try LogFixture() }

  /// The program built beside the tests.
  static let drill: String =
    URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    .deletingLastPathComponent().appendingPathComponent("log-drill").path

  private func run(_ arguments: [String]) throws {
    var arguments = arguments
    arguments.insert(fixture.directory + "/drill", at: 1)
    let (status, output) = try StoreTests.run(Self.drill, arguments)
    #expect(status == 0 && output.hasSuffix("held\n"), "\(output)")
  }

  @Test(arguments: ["wal", "delete"])
  func `ten stations on one log lose and double nothing`(journal: String) throws {
    try run(["soak", journal, "10", "25"])
  }

  @Test(arguments: ["wal", "delete"])
  func `whatever a loss of power leaves, saved entries are in it`(journal: String) throws {
    try run(["power", journal, "150"])
  }

  @Test(arguments: ["wal", "delete"])
  func `killed at a random instant, it has kept all that it said to be saved`(
    journal: String
  ) throws {
    try run(["kill", journal, "12"])
  }

  @Test(arguments: [("wal", "7"), ("delete", "13")])
  func `a disk that fails at any call stops the log or is waited for`(
    journal: String, step: String
  ) throws {
    try run(["faults", journal, step])
  }

  @Test func `every attack is found by what is said to find it`() throws {
    try run(["attack", "2"] + (pythonIsPresent ? [testFile("verify_log.py")] : []))
  }
}
