import GRDB
public import Review

/// Makes one log of several stations' logs.
///
/// The sources are read, never written. What they hold is written once, with its own time, reviewer,
/// host and session, and chained anew; after it stands, for each source, which head it had. Nothing
/// decides between answers that differ: the cell is contested until somebody adjudicates.
///
/// Merging again later, with the merged log itself among the sources or without it, doubles nothing: an
/// entry is known by its identifier.
public enum LogMerge {
  /// What a merge made.
  public struct Outcome: Hashable, Sendable {
    /// The new log, which is intact.
    public let log: VerificationReport
    /// The sources in the order in which they were given.
    public let sources: [MergeSource]
    /// Cells with answers that differ and that nobody decided between.
    public let contested: [ContestedCell]
    /// Pictures whose content stands under several paths: their cells are counted under each.
    public let samePictures: [[ImagePath]]
  }

  /// Merges logs into a new one.
  ///
  /// - Parameters:
  ///   - paths: the sources. Each must verify (`notWhole`), and no two may say different things under
  ///     one identifier (`conflictingSources`).
  ///   - output: the new log, which must not be there yet.
  ///   - identity: who merges, for the records about the sources.
  ///   - clock: the time of those records.
  public static func merge(
    _ paths: [String], into output: String, identity: LogIdentity,
    clock: @escaping @Sendable () -> Timestamp
  ) throws(StoreError) -> Outcome {
    let output = LogFile.absolute(output)
    var readers: [MergeReader] = []
    for path in paths { readers.append(try MergeReader(path)) }
    let order = try MergeOrder(readers)
    guard order.conflicts.isEmpty else { throw .conflictingSources(order.conflicts) }
    var sources: [MergeSource] = []
    var contested: [ContestedCell] = []
    var samePictures: [[ImagePath]] = []
    let report = try NewLogFile.make(output, overwrite: false, anchors: []) { queue in
      try queue.write { db in
        try Schema.create(in: db)
        var head = LogHead.empty
        let added = try write(order, sourceCount: readers.count, into: db, head: &head)
        sources = zip(readers, added).map { reader, added in
          MergeSource(
            file: ImagePath(reader.file), sequence: reader.head.sequence, hash: reader.head.hash,
            added: added)
        }
        for (index, source) in sources.enumerated() {
          let entry = LogEntry(
            id: EntryID(session: identity.session, number: index + 1), event: .merged(source))
          let row = try StoredRow(
            PreparedEntry(entry), time: clock(), identity: identity, after: head)
          try row.insert(into: db)
          head = row.head
        }
      }
    } inspect: { (temporary) throws(StoreError) in
      let log = try ReviewLog(
        path: temporary, identity: identity, clock: clock, access: .readOnly)
      contested = try log.contestedCells()
      samePictures = try log.samePictures()
      try log.close()
    }
    return Outcome(
      log: report, sources: sources, contested: contested, samePictures: samePictures)
  }

  /// Writes every entry once; returns how many came from each source that no earlier one had.
  private static func write(
    _ order: MergeOrder, sourceCount: Int, into db: Database, head: inout LogHead
  ) throws -> [Int] {
    var order = order
    var added = Array(repeating: 0, count: sourceCount)
    while let (row, source) = try order.next() {
      let written = try row.following(head)
      try written.insert(into: db)
      head = written.head
      added[source] += 1
    }
    return added
  }
}
