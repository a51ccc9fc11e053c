import Review
import Screen
import Station
import Testing

/// What the station says of an export, by what was written.
struct ExportEndingsTests {
  @Test(arguments: [
    ("csv", 1, "1 answer exported to /home/x"), ("jsonl", 7, "7 answers exported to /home/x"),
    ("differential", 1, "the differential exported to /home/x"),
    ("fhir", 1, "the result exported as FHIR to /home/x"),
    ("hl7", 1, "the result exported as HL7 to /home/x"),
    ("report", 1, "the report exported to /home/x"),
  ])
  func `the message says what was written`(format: String, rows: Int, message: String) {
    var desk = GuardTests.desk()
    desk.send(.exported(file: ImagePath("/home/x"), format: format, rows: rows))
    desk.expect(message)
  }

  private let refusal = Notice(
    what: "the file exists", why: "cells.csv is there", cure: "give another name")

  @Test func `a name that cannot be had is offered again to be changed`() {
    var desk = GuardTests.desk()
    desk.press(.character("4"), .character("E"), .enter)
    desk.send(.exportFailed(refusal))
    desk.expect("exists")
    desk.press(.backspace, .backspace, .backspace, .character("x"))
    desk.expect("export to: ")
    desk.expect("-cells.x")
    desk.press(.escape)
    // Somewhere else by then: it is said, and nothing opens over the page.
    desk.press(.character("E"), .enter, .character("?"))
    desk.send(.exportFailed(refusal))
    #expect(desk.state.mode != .desk)
    desk.press(.escape)
    #expect(desk.state.mode == .desk)
  }

  @Test func `the line of keys says which endings there are`() {
    var desk = GuardTests.desk()
    desk.press(.character("4"), .character("E"))
    for ending in [".csv", ".jsonl", "-differential.csv", ".json", ".hl7", ".html"] {
      #expect(desk.keyLine.contains(ending), "\(ending)")
    }
  }
}
