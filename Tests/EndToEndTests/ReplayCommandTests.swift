import Foundation
import Review
import Store
import Testing

/// `hematovision replay`: the same lines on every run.
struct ReplayCommandTests {
  private static let directory = ImagePath("/slides/a")

  /// A log of three answers, one in a picture with a hostile name.
  private func log(in workplace: Workplace) throws -> String {
    let path = workplace.root.appendingPathComponent("replayed.db").path
    let log = try ReviewLog(
      path: path, identity: LogIdentity(reviewer: "kbm", host: "h", session: "s"),
      clock: { Timestamp(utcMilliseconds: 1_795_381_533_120, offsetMinutes: 60) })
    let names = ["1.png", "2\u{1B}[2J.png", "3.png"]
    let sha256 = String(repeating: "5e", count: 32)
    let answers = zip(names, ["NEUTROPHIL", "NEUTROPHIL", "LYMPHOCYTE"]).map { name, label in
      LogEvent.decided(
        Decision(
          image: Self.directory.appending(ImagePath(name)), imageSHA256: sha256, cell: nil,
          box: nil, label: Label(rawValue: label), kind: .override, suggestion: nil, model: nil,
          supersedes: nil, suggestionVisible: true, dwellMilliseconds: 1, queueOrder: "name",
          queuePosition: 1))
    }
    let opened = LogEvent.opened(
      directory: Self.directory, application: "hematovision", model: nil)
    try log.append(
      ([opened] + answers).enumerated().map {
        LogEntry(id: EntryID(session: "s", number: $0), event: $1)
      })
    try log.close()
    return path
  }

  @Test func `a log is told line by line, the same on every run`() async throws {
    try await Workplace.use { workplace in
      let path = try log(in: workplace)
      let run = try await workplace.run("replay", path)
      #expect(run.code == 0)
      #expect(run.lines.count == 5)
      #expect(run.lines[0] == "# For research use only. Not for use in diagnostic procedures.")
      #expect(
        run.lines[1] == "     1  2026-11-22 21:05:33Z  kbm  opened the directory  | counted 0")
      #expect(
        run.lines[2] == "     2  2026-11-22 21:05:33Z  kbm  1.png: picture: Neu  | counted 1  Neu 1"
      )
      #expect(run.lines[4].hasSuffix("3.png: picture: Lym  | counted 3  Lym 1  Neu 2"))
      #expect(!run.text.contains("\u{1B}"), "a name never reaches the terminal as it is")
      #expect(try await workplace.run("replay", path).output == run.output)
    }
  }

  @Test func `a step has its differential, and a replay can stop early`() async throws {
    try await Workplace.use { workplace in
      let path = try log(in: workplace)
      let step = try await workplace.run("replay", path, "--step", "4").text
      #expect(step.contains("NEUTROPHIL  2  66.7 %  9.4 to 99.2"))
      #expect(step.contains("total       3"))
      #expect(try await workplace.run("replay", path, "--to", "2").lines.count == 3)
      let missing = try await workplace.run("replay", path, "--step", "9")
      #expect(missing.code == 3)
      #expect(missing.errorText.contains("there is no step 9"))
      #expect(try await workplace.run("replay", "/nowhere.db").code == 3)
    }
  }
}
