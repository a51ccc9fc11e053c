import GRDB
public import Review

extension ReviewLog {
  /// How many entries back examples are looked for: a rare class must not make the log's thread read
  /// a log of years while answers wait to be saved.
  public static let referenceReach = 20_000

  /// The cells of all directories that were named `label` last, as far as those answers still hold;
  /// the latest first, each cell once.
  public func referenceCells(
    of label: Label, count: Int, reach: Int = ReviewLog.referenceReach
  ) throws(StoreError) -> ReferenceCells {
    try read { db in
      let first = max(0, try Self.head(db).sequence - Int64(reach))
      var cells: [ReferenceCell] = []
      for sequence in try holdingDecisions(db, label, after: first, count: count) {
        guard let row = try StoredRows(db, "WHERE sequence = ?", [sequence]).next() else {
          continue
        }
        let record = try verified(row)
        guard case .decided(let decision) = record.entry.event else { continue }
        let local = Timestamp(
          utcMilliseconds: record.time.utcMilliseconds + Int64(record.time.offsetMinutes) * 60_000,
          offsetMinutes: 0)
        cells.append(
          ReferenceCell(
            decision, reviewer: record.identity.reviewer, day: String(local.utcText.prefix(10))))
      }
      return ReferenceCells(label: label, cells: cells, reach: first > 0 ? reach : nil)
    }
  }

  /// Places of the decisions for `label` that hold, from the newest back.
  ///
  /// Backwards, what was done to an entry comes before the entry: the first undoing or redoing met
  /// is the last that happened, and the first decision met that holds is the cell's answer.
  private func holdingDecisions(
    _ db: Database, _ label: Label, after first: Int64, count: Int
  ) throws -> [Int64] {
    let rows = try Row.fetchCursor(
      db,
      sql: """
        SELECT sequence, entry_id, kind,
          json_extract(payload, CASE kind WHEN 'decided' THEN '$.label' ELSE '$.entry' END),
          CASE kind WHEN 'decided' THEN coalesce(json_extract(payload, '$.cell'), image_sha256) END
        FROM entry WHERE sequence > ? AND kind IN ('decided', 'undone', 'redone')
        ORDER BY sequence DESC
        """, arguments: [first])
    var holds: [String: Bool] = [:]
    var judged: Set<String> = []
    var found: [Int64] = []
    while found.count < count, let row = try rows.next() {
      let kind: String = row[2]
      let subject: String? = row[3]
      guard kind == EventKind.decided.rawValue else {
        if let entry = subject, holds[entry] == nil {
          holds[entry] = kind == EventKind.redone.rawValue
        }
        continue
      }
      let entry: String = row[1]
      let cell: String? = row[4]
      guard holds[entry] ?? true, let cell, judged.insert(cell).inserted else { continue }
      if subject == label.rawValue { found.append(row[0]) }
    }
    return found
  }
}
