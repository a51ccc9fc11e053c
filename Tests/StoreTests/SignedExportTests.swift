import Foundation
import Review
import Store
import Testing

/// What the table says of second readings, of answers that differ and of signatures.
struct SignedExportTests {
  let fixture: LogFixture

  init() throws { fixture = try LogFixture() }

  private let directory = ImagePath("/slides/a")
  private let classes = ["NEUTROPHIL", "LYMPHOCYTE", "MONOCYTE"].map {
    CellClass(
      code: $0, name: $0.lowercased(), short: "x", letter: "x", core: true, countsInTotal: true)
  }

  private func image(_ name: String) -> ImagePath { directory.appending(ImagePath(name)) }

  private func decision(
    _ name: String, _ label: String, supersedes: Int? = nil, amends: Int? = nil
  ) -> LogEvent {
    .decided(
      LogFixture.decision(
        of: image(name), label: label, supersedes: supersedes.map { id($0) },
        amends: amends.map { id($0) }))
  }

  private func id(_ number: Int, session: String = "s1") -> EntryID {
    EntryID(session: session, number: number)
  }

  private func append(_ events: [LogEvent], to log: ReviewLog, from first: Int = 0) throws {
    try log.append(
      events.enumerated().map { LogEntry(id: id(first + $0), event: $1) })
  }

  private func signOff(_ counts: [String: Int], replaces: Int? = nil) -> LogEvent {
    .signed(
      SignOff(
        directory: directory, reviewer: "kbm",
        counts: Dictionary(uniqueKeysWithValues: counts.map { (Label(rawValue: $0), $1) }),
        total: counts.values.reduce(0, +), replaces: replaces.map { id($0) }))
  }

  /// The rows of the table by their pictures' names.
  private func rows(_ log: ReviewLog) throws -> [String: [String: Any]] {
    let path = fixture.directory + "/\(UUID().uuidString).jsonl"
    _ = try ReviewedExport(log: log, classes: classes, notice: "n").write(
      .jsonl, to: path, overwrite: false)
    let text = try String(contentsOfFile: path, encoding: .utf8)
    var rows: [String: [String: Any]] = [:]
    for line in text.split(separator: "\n") {
      let row = try #require(
        try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
      let name = try #require(row["image_path_rel"] as? String)
      rows[String(name.split(separator: "/").last ?? "")] = row
    }
    return rows
  }

  @Test func `the final label is the verdict, and the words it rests on stand beside it`() throws {
    let log = try fixture.open()
    let cell = CellID(
      imageSHA256: LogFixture.sha256, box: Box(x: 10, y: 20, width: 60, height: 64))
    func reading(_ name: String, _ label: String, first: Int) -> LogEvent {
      .secondRead(
        SecondReading(
          image: image(name), imageSHA256: LogFixture.sha256, cell: cell, box: nil,
          label: Label(rawValue: label), reviewer: "mho", plan: id(99), first: id(first),
          dwellMilliseconds: 900))
    }
    try append(
      [
        decision("adjudicated.png", "NEUTROPHIL"),
        reading("adjudicated.png", "MONOCYTE", first: 0),
        .adjudicated(
          Adjudication(
            image: image("adjudicated.png"), imageSHA256: LogFixture.sha256, cell: cell,
            label: Label(rawValue: "LYMPHOCYTE"), reviewer: "ase", between: [id(0), id(1)])),
        decision("disputed.png", "NEUTROPHIL"),
        reading("disputed.png", "MONOCYTE", first: 3),
        decision("contested.png", "NEUTROPHIL"),
        decision("contested.png", "MONOCYTE"),
        decision("double.png", "NEUTROPHIL"),
        .compared(
          CellComparison(
            image: image("double.png"), imageSHA256: LogFixture.sha256, cell: cell,
            otherImage: image("disputed.png"), otherCell: cell, isSame: true)),
      ], to: log)
    let rows = try rows(log)
    func column(_ name: String) -> [String?] {
      ["adjudicated", "disputed", "contested", "double"].map {
        rows["\($0).png"]?[name] as? String
      }
    }
    #expect(column("final_label") == ["LYMPHOCYTE", "NEUTROPHIL", nil, nil])
    #expect(column("answer_label") == ["NEUTROPHIL", "NEUTROPHIL", "MONOCYTE", "NEUTROPHIL"])
    #expect(column("second_label") == ["MONOCYTE", "MONOCYTE", nil, nil])
    #expect(column("second_reviewer_id") == ["mho", "mho", nil, nil])
    #expect(column("second_at_utc")[0] == "2023-11-14T22:13:21.500Z")
    #expect(column("adjudicated_label") == ["LYMPHOCYTE", nil, nil, nil])
    #expect(column("adjudicator_id") == ["ase", nil, nil, nil])
    #expect(column("dispute") == [nil, "disputed", "contested", nil])
    let counted = ["adjudicated", "disputed", "contested", "double"].map {
      rows["\($0).png"]?["counts_in_total"] as? Bool
    }
    #expect(counted == [true, true, false, false])
    #expect(column("same_as") == [nil, nil, nil, "disputed.png \(cell.rawValue)"])
  }

  @Test func `a result is final when signed, preliminary after a change, then amended`() throws {
    let log = try fixture.open()
    func row() throws -> [String: Any] { try #require(try rows(log)["1.png"]) }
    try append([decision("1.png", "NEUTROPHIL"), decision("2.png", "NEUTROPHIL")], to: log)
    #expect(try row()["result_status"] as? String == "preliminary")
    #expect(try row()["signed_by"] is NSNull)

    try append([signOff(["NEUTROPHIL": 2])], to: log, from: 2)
    #expect(try row()["result_status"] as? String == "final")
    #expect(try row()["signed_by"] as? String == "kbm")
    #expect(try row()["signed_at_utc"] as? String == "2023-11-14T22:13:23.000Z")

    try append([decision("1.png", "MONOCYTE", supersedes: 0, amends: 2)], to: log, from: 3)
    #expect(try row()["result_status"] as? String == "preliminary")
    #expect(try row()["amends"] as? String == "s1.2")
    #expect(try row()["earlier_label"] as? String == "NEUTROPHIL")
    #expect(try row()["final_label"] as? String == "MONOCYTE")

    try append([signOff(["NEUTROPHIL": 1, "MONOCYTE": 1], replaces: 2)], to: log, from: 4)
    #expect(try row()["result_status"] as? String == "amended")
    #expect(try rows(log)["2.png"]?["result_status"] as? String == "amended")
  }

  @Test func `another slide's changes leave a signed slide final`() throws {
    let log = try fixture.open()
    try append([decision("1.png", "NEUTROPHIL"), signOff(["NEUTROPHIL": 1])], to: log)
    try append(
      [.decided(LogFixture.decision(of: ImagePath("/slides/ab/3.png")))], to: log, from: 2)
    let rows = try rows(log)
    #expect(rows["1.png"]?["result_status"] as? String == "final")
    #expect(rows["3.png"]?["result_status"] as? String == "preliminary")
  }
}
