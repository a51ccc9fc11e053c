import Review

/// The table of reviewed cells: one row for each cell, or picture as a whole, with an answer that
/// holds. Answers that were undone or replaced stay in the log and are not in the table.
struct ReviewedTable {
  /// Version of the columns; grows when a column changes its meaning.
  static let schemaVersion: Int64 = 2

  /// What a session said when it began.
  struct Session {
    let directory: ImagePath
    let application: String
  }

  /// Head of the log when the export was made: the copy by which a rewritten log is found out.
  let head: LogHead
  /// Codes of all classes that any exported suggestion may hold, one column each.
  let classCodes: [Label]
  /// Whether a class counts in a differential's total.
  let countsInTotal: [Label: Bool]
  /// By the session's name; a session may open several directories.
  let sessions: [String: [Session]]
  /// What was said last of each directory's slide.
  let identities: [ImagePath: SlideIdentity]
  /// The research-use notice, in every row so that no excerpt loses it.
  let notice: String

  /// Names of the columns.
  var columns: [String] {
    [
      "schema_version", "row_id", "session_id", "specimen_id", "slide_id", "image_path_rel",
      "image_sha256", "image_bytes",
      "width", "height", "decoded_ok", "cell_index", "box_x", "box_y", "box_width", "box_height",
      "ai_label",
    ] + classCodes.map { "ai_p_\($0.rawValue)" } + [
      "ai_margin", "ai_entropy", "ai_status", "model_id", "model_sha256", "app_version",
      "queue_order", "queue_position", "final_label", "decision", "ai_visible", "ai_hidden",
      "override_reason", "note", "flag", "reviewer_id", "reviewed_at_utc", "tz_offset_min",
      "dwell_ms", "counts_in_total", "log_seq",
      "log_hash", "ruo_notice",
    ]
  }

  /// The rows of one picture, given all its records, oldest first.
  func rows(of records: [LogRecord]) -> [[ExportValue]] {
    let state = ReviewState(records)
    let byEntry = Dictionary(records.map { ($0.entry.id, $0) }, uniquingKeysWith: { $1 })
    var rows: [[ExportValue]] = []
    for path in state.paths {
      for review in state.reviews(of: path) {
        for (index, cell) in review.cells.enumerated() {
          guard let decision = cell.decision,
            let record = cell.decisionEntry.flatMap({ byEntry[$0] })
          else { continue }
          rows.append(
            row(
              decision, of: review, cellIndex: index + 1, remarks: cell.remarks, record: record))
        }
        if let (entry, decision) = review.fieldDecision, let record = byEntry[entry] {
          rows.append(
            row(
              decision, of: review, cellIndex: nil, remarks: review.remarks, record: record))
        }
      }
    }
    return rows
  }

  private func row(
    _ decision: Decision, of review: ImageReview, cellIndex: Int?, remarks: Remarks,
    record: LogRecord
  ) -> [ExportValue] {
    let session = session(of: record, image: decision.image)
    let path = session.map { decision.image.relative(to: $0.directory) } ?? decision.image
    let identity = identity(of: decision.image)
    let suggestion = decision.suggestion
    var facts: PictureFacts?
    var isDecoded: Bool?
    switch review.finding {
    case .classified(let picture): (facts, isDecoded) = (picture, true)
    case .failed: isDecoded = false
    case .unclassified: break
    }
    var row: [ExportValue] = [
      .integer(Self.schemaVersion), .text(record.entry.id.rawValue),
      .text(record.identity.session), .init(identity?.specimen),
      .text(identity?.slide ?? decision.image.directory.fileName.lossyText),
      .text(path.lossyText), .text(decision.imageSHA256),
      .init(facts?.bytes), .init(facts?.width), .init(facts?.height), .init(isDecoded),
      .init(cellIndex), .init(decision.box?.x), .init(decision.box?.y), .init(decision.box?.width),
      .init(decision.box?.height), .init(suggestion?.label.rawValue),
    ]
    row += classCodes.map { .init(suggestion?.probability(of: $0)) }
    row += [
      .init(suggestion?.margin), .init(suggestion?.entropy), .init(suggestion?.status.rawValue),
      .init(decision.model?.id), .init(decision.model?.sha256), .init(session?.application),
      .text(decision.queueOrder), .init(decision.queuePosition), .text(decision.label.rawValue),
      .text(decision.kind.rawValue), .boolean(decision.suggestionVisible),
      .init(decision.hidden?.rawValue),
      .init(remarks.reasons[record.entry.id] ?? decision.reason),
      .init(remarks.note.isEmpty ? nil : remarks.note), .boolean(remarks.isFlagged),
      .text(record.identity.reviewer), .text(record.time.utcText),
      .init(record.time.offsetMinutes), .init(decision.dwellMilliseconds),
      .init(countsInTotal(decision.label)), .integer(head.sequence), .text(head.hash),
      .text(notice),
    ]
    return row
  }

  /// The directory that the record's session had opened above the picture, the nearest of several.
  private func session(of record: LogRecord, image: ImagePath) -> Session? {
    sessions[record.identity.session]?
      .filter { image.relative(to: $0.directory) != image }
      .max { $0.directory.bytes.count < $1.directory.bytes.count }
  }

  /// What was said of the nearest directory above the picture; nil when nothing was.
  private func identity(of image: ImagePath) -> SlideIdentity? {
    var directory = image.directory
    while true {
      if let identity = identities[directory] { return identity }
      guard directory.directory != directory else { return nil }
      directory = directory.directory
    }
  }

  /// Nil for a class nobody told us about; the fixed answers count nowhere.
  private func countsInTotal(_ label: Label) -> Bool? {
    switch label {
    case .noCell, .other, .unidentified: false
    default: countsInTotal[label]
    }
  }
}
