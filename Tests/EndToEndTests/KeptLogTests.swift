import Foundation
import Review
import Store
import Testing

extension EndToEnd {
  /// `backup`, `merge` and `verify`: logs that are handed on.
  struct KeptLogTests {
    /// A log with one answer to the same cell of each picture, by somebody who did not know of another
    /// answer.
    private func fill(
      _ path: String, reviewer: String, label: String, at minute: Int64, pictures: Int = 1
    ) throws {
      let log = try ReviewLog(
        path: path, identity: LogIdentity(reviewer: reviewer, host: "h", session: reviewer),
        clock: { Timestamp(utcMilliseconds: minute * 60_000, offsetMinutes: 0) })
      let content = String(repeating: "5e", count: 32)
      let box = Box(x: 10, y: 20, width: 60, height: 64)
      try log.append(
        (1...pictures).map { number in
          LogEntry(
            id: EntryID(session: reviewer, number: number),
            event: .decided(
              Decision(
                image: ImagePath("/slides/a/\(number).png"), imageSHA256: content,
                cell: CellID(imageSHA256: content, box: box), box: box,
                label: Label(rawValue: label),
                kind: .override, suggestion: nil, model: nil, supersedes: nil,
                suggestionVisible: true, dwellMilliseconds: 700, queueOrder: "name",
                queuePosition: 1)))
        })
      try log.close()
    }

    @Test func `a backup is verified, and the head that it prints anchors the log`() async throws {
      try await Workplace.use { place in
        try fill(place.log, reviewer: "kbm", label: "NEUTROPHIL", at: 1)
        let copy = place.root.appendingPathComponent("copy.db").path
        let ended = try await place.run("backup", copy)
        #expect(ended.code == 0, "\(ended.errorText)")
        #expect(ended.text.contains("copy.db: whole, 1 record; head 1:"))
        let head = try #require(
          ended.text.split(separator: " ").last?.trimmingCharacters(in: .whitespacesAndNewlines))
        let verified = try await place.run("verify", "--log", copy, "--anchor", head)
        #expect(verified.code == 0 && verified.text.contains("The noted head stands in it"))
        // As an export prints it, and of a log that is another one.
        let exported = head.replacingOccurrences(of: ":", with: " ")
        #expect(try await place.run("verify", "--anchor", exported).code == 0)
        let other = String(head.dropLast(4)) + "0000"
        let cut = try await place.run("verify", "--anchor", other)
        #expect(cut.code == 1 && cut.text.contains("is not in the log"))
        #expect(try await place.run("verify").text.contains("Only a head noted elsewhere"))
        let again = try await place.run("backup", copy)
        #expect(again.code == 3 && again.errorText.contains("--force"))
        #expect(try await place.run("backup", copy, "--force").code == 0)
        let itself = try await place.run("backup", place.log, "--force")
        #expect(itself.code == 3 && itself.errorText.contains("is a log in use"))
      }
    }

    @Test func `a merge lists the cells on which reviewers differ, and its status tells`()
      async throws
    {
      try await Workplace.use { place in
        let logs = ["a.db", "b.db", "m.db", "n.db"].map {
          place.root.appendingPathComponent($0).path
        }
        try fill(logs[0], reviewer: "kbm", label: "NEUTROPHIL", at: 1)
        try fill(logs[1], reviewer: "jd", label: "MONOCYTE", at: 2)
        let merged = try await place.run("merge", logs[0], logs[1], "--output", logs[2])
        #expect(merged.code == 1, "\(merged.errorText)")
        #expect(merged.text.contains("1 contested"))
        #expect(merged.text.contains("/slides/a/1.png, cell 5e5e5e5e5e5e:10,20,60,64"))
        #expect(merged.text.contains("NEUTROPHIL by kbm at 1970-01-01T00:01:00.000Z"))
        #expect(merged.text.contains("MONOCYTE by jd at 1970-01-01T00:02:00.000Z"))
        #expect(try await place.run("verify", "--log", logs[2]).code == 0)
        let taken = try await place.run("merge", logs[0], logs[1], "--output", logs[2])
        #expect(taken.code == 3 && taken.errorText.contains("exists already"))
        #expect(try await place.run("merge", logs[0], "--output", logs[3]).code == 2)
        let same = try await place.run("merge", logs[0], logs[0], "--output", logs[3])
        #expect(same.code == 0 && same.text.contains("0 of them added"))
      }
    }

    @Test func `of many cells on which reviewers differ a merge lists twenty`() async throws {
      try await Workplace.use { place in
        let logs = ["a.db", "b.db", "m.db"].map { place.root.appendingPathComponent($0).path }
        try fill(logs[0], reviewer: "kbm", label: "NEUTROPHIL", at: 1, pictures: 23)
        try fill(logs[1], reviewer: "jd", label: "MONOCYTE", at: 2, pictures: 23)
        let merged = try await place.run("merge", logs[0], logs[1], "--output", logs[2])
        #expect(merged.code == 1, "\(merged.errorText)")
        #expect(merged.text.contains("23 contested"))
        #expect(merged.text.split(separator: "\n").count { $0.contains("MONOCYTE by jd") } == 20)
        #expect(merged.text.contains("and 3 more contested; 'hematovision export' has them all"))
        let exported = try await place.run("export", "--log", logs[2], "--format", "csv")
        #expect(
          exported.text.split(whereSeparator: \.isNewline).count { $0.contains(",contested,") }
            == 23)
      }
    }
  }
}
