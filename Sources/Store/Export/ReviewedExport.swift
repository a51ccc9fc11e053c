import GRDB
public import Review

/// Exports the reviewed cells of a log as they stand at one moment.
public struct ReviewedExport: Sendable {
  /// What was exported.
  public struct Summary: Hashable, Sendable {
    /// Number of rows, the header not counted.
    public let rows: Int
    /// Head of the log at that moment; every row carries it.
    public let head: LogHead
  }

  private let log: ReviewLog
  private let countsInTotal: [Label: Bool]
  private let notice: String
  private let directory: ImagePath?
  private let isPrivate: Bool
  private let micrometresPerPixel: Double?

  /// An export of `log`.
  ///
  /// - Parameters:
  ///   - classes: tells which labels count in a total; `counts_in_total` stays empty for others.
  ///   - notice: the research-use notice that every row carries.
  ///   - directory: only pictures in it and below it; nil for all of the log.
  ///   - isPrivate: whether the names of files and directories are left out; see `PrivateNames`.
  ///   - micrometresPerPixel: side of a pixel; without it areas are given in pixels only.
  public init(
    log: ReviewLog, classes: [CellClass], notice: String, directory: ImagePath? = nil,
    isPrivate: Bool = false, micrometresPerPixel: Double? = nil
  ) {
    self.micrometresPerPixel = micrometresPerPixel
    self.isPrivate = isPrivate
    self.log = log
    self.directory = directory
    countsInTotal = Dictionary(
      classes.map { ($0.label, $0.countsInTotal) }, uniquingKeysWith: { first, _ in first })
    self.notice = notice
  }

  /// Makes a file, which appears under its name only when it is whole and on the disk.
  ///
  /// - Parameter overwrite: whether a regular file of that name may be replaced.
  public func write(
    _ format: ExportFormat, to path: String, overwrite: Bool
  ) throws(StoreError) -> Summary {
    var summary: Summary?
    try ExportFile.write(to: path, overwrite: overwrite) { (sink) throws(StoreError) in
      summary = try write(format, to: sink)
    }
    return summary ?? Summary(rows: 0, head: .empty)
  }

  /// Writes to an open descriptor, such as standard output, which stays open.
  public func write(_ format: ExportFormat, descriptor: Int32) throws(StoreError) -> Summary {
    let sink = ExportSink(descriptor: descriptor, file: "/dev/fd/\(descriptor)")
    let summary = try write(format, to: sink)
    try sink.flush()
    return summary
  }

  private func write(_ format: ExportFormat, to sink: ExportSink) throws(StoreError) -> Summary {
    try log.read { db in
      let table = try table(db)
      let form = TableLines.Form(format, columns: table.columns)
      if format == .csv { try sink.append(CSVWriter.line(table.columns.map { .text($0) })) }
      let works = LineWorks(into: sink) { pictures in
        var lines = TableLines(form)
        for rows in pictures {
          table.add(try rows.map { try log.verified($0) }, to: &lines)
        }
        return lines
      }
      try log.forEachPictureRows(db, below: directory) { try works.add($0) }
      let rowCount = try works.finish()
      return Summary(rows: rowCount, head: table.head)
    }
  }

  private func table(_ db: Database) throws -> ReviewedTable {
    var sessions: [String: [ReviewedTable.Session]] = [:]
    try log.forEachRow(db, "WHERE kind = 'opened'", []) { record in
      guard case .opened(let directory, let application, _) = record.entry.event else { return }
      sessions[record.identity.session, default: []].append(
        .init(directory: directory, application: application))
    }
    var identities: [ImagePath: SlideIdentity] = [:]
    try log.forEachRow(db, "WHERE kind = 'identified'", []) { record in
      guard case .identified(let identity) = record.entry.event else { return }
      identities[identity.directory] = identity
    }
    return ReviewedTable(
      head: try ReviewLog.head(db), classCodes: try classCodes(db), countsInTotal: countsInTotal,
      sessions: sessions, identities: identities, signed: try log.signedSlides(db),
      privateNames: isPrivate ? try log.privateNames(db) : nil,
      micrometresPerPixel: micrometresPerPixel, notice: notice)
  }

  /// The classes of every model that suggested something to a decision, in the models' order.
  private func classCodes(_ db: Database) throws -> [Label] {
    var codes: [Label] = []
    try log.forEachRow(
      db,
      """
      WHERE sequence IN (
        SELECT min(sequence) FROM entry
        WHERE kind = 'decided' AND json_type(payload, '$.suggestion') = 'object'
        GROUP BY json_extract(payload, '$.model.sha256'))
      """, []
    ) { record in
      guard case .decided(let decision) = record.entry.event else { return }
      for share in decision.suggestion?.probabilities ?? [] where !codes.contains(share.label) {
        codes.append(share.label)
      }
    }
    return codes
  }
}
