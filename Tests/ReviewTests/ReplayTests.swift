import Review
import Testing

/// A past review, record by record.
struct ReplayTests {
  private let classes = [("NEUTROPHIL", "Neu"), ("MONOCYTE", "Mono")].map {
    CellClass(
      code: $0, name: $0.lowercased(), short: $1, letter: "x", core: true, countsInTotal: true)
  }
  private let image = ImagePath("/slides/a/1.png")
  private let box = Box(x: 1, y: 2, width: 30, height: 40)
  private let sha256 = String(repeating: "5e", count: 32)

  private func decided(_ label: String, supersedes: EntryID? = nil) -> LogEvent {
    .decided(
      Decision(
        image: image, imageSHA256: sha256, cell: CellID(imageSHA256: sha256, box: box), box: box,
        label: Label(rawValue: label), kind: .confirm,
        suggestion: Suggestion(
          probabilities: [
            ClassProbability(label: Label(rawValue: "NEUTROPHIL"), probability: 0.98)
          ],
          label: Label(rawValue: "NEUTROPHIL"), status: .ok), model: nil, supersedes: supersedes,
        suggestionVisible: true, dwellMilliseconds: 900, queueOrder: "uncertainty",
        queuePosition: 1))
  }

  private func steps(_ events: [LogEvent]) -> [Replay.Step] {
    var replay = Replay(classes: classes)
    return events.enumerated().map { index, event in
      replay.take(
        LogRecord(
          sequence: Int64(index + 1),
          entry: LogEntry(id: EntryID(session: "s", number: index), event: event),
          time: Timestamp(utcMilliseconds: 0, offsetMinutes: 0),
          identity: LogIdentity(reviewer: "kbm", host: "h", session: "s"), hash: ""))
    }
  }

  @Test func `every step says what was done and what counts after it`() {
    let first = EntryID(session: "s", number: 0)
    let steps = steps([
      decided("NEUTROPHIL"), decided("MONOCYTE", supersedes: first),
      .undone(image: image, entry: EntryID(session: "s", number: 1)),
      .redone(image: image, entry: EntryID(session: "s", number: 1)), decided("OTHER"),
    ])
    #expect(
      steps.map(\.sentence) == [
        "cell 1: Neu (suggested Neu .98)", "cell 1: Mono (suggested Neu .98)",
        "took an entry back", "brought an entry back", "cell 1: other (suggested Neu .98)",
      ])
    let counts = steps.map { step in
      Dictionary(uniqueKeysWithValues: step.differential.counts.map { ($0.rawValue, $1) })
    }
    #expect(
      counts == [
        ["NEUTROPHIL": 1], ["MONOCYTE": 1], ["NEUTROPHIL": 1], ["MONOCYTE": 1], [:],
      ])
    #expect(steps.map(\.contested) == [0, 0, 0, 0, 1], "the last answer knew of no other")
    #expect(steps.map(\.differential.total) == [1, 1, 1, 1, 0])
  }
}
