import Review

/// The table of reviewed cells: one row for each cell, or picture as a whole, with an answer that
/// holds. Answers that were undone or replaced stay in the log and are not in the table.
struct ReviewedTable {
  /// Version of the columns; grows when a column changes its meaning.
  static let schemaVersion: Int64 = 3

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
  /// Directories whose result was signed.
  let signed: [ImagePath: SignedSlide]
  /// What pictures and slides are called; nil for their own names.
  let privateNames: PrivateNames?
  /// Side of a pixel; nil where nobody said it.
  let micrometresPerPixel: Double?
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
      "dwell_ms", "answer_label", "second_label", "second_reviewer_id", "second_at_utc",
      "adjudicated_label", "adjudicator_id", "dispute", "amends", "earlier_label", "same_as",
      "counts_in_total", "signed_by", "signed_at_utc", "result_status",
    ] + MeasuresColumns.names + ["log_seq", "log_hash", "ruo_notice"]
  }

  /// Adds the rows of one picture, given all its records, oldest first.
  func add(_ records: [LogRecord], to lines: inout TableLines) {
    let state = ReviewState(records)
    let byEntry = RecordsByEntry(records)
    for path in state.paths {
      for review in state.reviews(of: path) {
        for (index, cell) in review.cells.enumerated() {
          guard let answer = AnsweredCell(cell, index: index + 1) else { continue }
          add(answer, of: review, byEntry, to: &lines)
        }
        guard let answer = AnsweredCell(pictureAsAWhole: review) else { continue }
        add(answer, of: review, byEntry, to: &lines)
      }
    }
  }

  private func add(
    _ cell: AnsweredCell, of review: ImageReview, _ byEntry: RecordsByEntry,
    to lines: inout TableLines
  ) {
    guard let record = byEntry[cell.entry] else { return }
    let decision = cell.decision
    let session = session(of: record, image: decision.image)
    let path =
      privateNames?.picture(decision.imageSHA256)
      ?? session.map { decision.image.relative(to: $0.directory) } ?? decision.image
    let identity =
      identities.isEmpty ? nil : decision.image.nearestDirectory { identities[$0] }
    let slide = identity ?? SlideIdentity(of: decision.image.directory, reviewer: "")
    let suggestion = decision.suggestion
    var facts: PictureFacts?
    var isDecoded: Bool?
    switch review.finding {
    case .classified(let picture): (facts, isDecoded) = (picture, true)
    case .failed: isDecoded = false
    case .unclassified: break
    }
    lines.add(.integer(Self.schemaVersion))
    lines.add(.text(record.entry.id.rawValue))
    lines.add(.text(record.identity.session))
    lines.add(.init(identity?.specimen))
    lines.add(.text(privateNames?.slide(slide) ?? slide.slide))
    lines.add(.text(path.lossyText))
    lines.add(.text(decision.imageSHA256))
    lines.add(.init(facts?.bytes))
    lines.add(.init(facts?.width))
    lines.add(.init(facts?.height))
    lines.add(.init(isDecoded))
    lines.add(.init(cell.index))
    lines.add(.init(decision.box?.x))
    lines.add(.init(decision.box?.y))
    lines.add(.init(decision.box?.width))
    lines.add(.init(decision.box?.height))
    lines.add(.init(suggestion?.label.rawValue))
    for code in classCodes { lines.add(.init(suggestion?.probability(of: code))) }
    lines.add(.init(suggestion?.margin))
    lines.add(.init(suggestion?.entropy))
    lines.add(.init(suggestion?.status.rawValue))
    lines.add(.init(decision.model?.id))
    lines.add(.init(decision.model?.sha256))
    lines.add(.init(session?.application))
    lines.add(.text(decision.queueOrder))
    lines.add(.init(decision.queuePosition))
    lines.add(.init(cell.verdict?.label.rawValue))
    lines.add(.text(decision.kind.rawValue))
    lines.add(.boolean(decision.suggestionVisible))
    lines.add(.init(decision.hidden?.rawValue))
    lines.add(.init(cell.remarks.reasons[record.entry.id] ?? decision.reason))
    lines.add(.init(cell.remarks.note.isEmpty ? nil : cell.remarks.note))
    lines.add(.boolean(cell.remarks.isFlagged))
    lines.add(.text(record.identity.reviewer))
    lines.add(.text(record.time.utcText))
    lines.add(.init(record.time.offsetMinutes))
    lines.add(.init(decision.dwellMilliseconds))
    addOtherWords(cell, byEntry, to: &lines)
    addSignature(of: cell, to: &lines)
    MeasuresColumns.add(decision.measures, micrometresPerPixel, to: &lines)
    lines.add(.integer(head.sequence))
    lines.add(.text(head.hash))
    lines.add(.text(notice))
    lines.endLine()
  }

  /// What was said beside the answer, and before it.
  private func addOtherWords(
    _ cell: AnsweredCell, _ byEntry: RecordsByEntry, to lines: inout TableLines
  ) {
    var earlier: Label?
    if let replaced = cell.decision.supersedes.flatMap({ byEntry[$0] }),
      case .decided(let decision) = replaced.entry.event
    {
      earlier = decision.label
    }
    lines.add(.text(cell.decision.label.rawValue))
    lines.add(.init(cell.second?.reading.label.rawValue))
    lines.add(.init(cell.second?.reading.reviewer))
    lines.add(.init(cell.second.flatMap { byEntry[$0.entry] }?.time.utcText))
    lines.add(.init(cell.adjudication?.label.rawValue))
    lines.add(.init(cell.adjudication?.reviewer))
    lines.add(.init(cell.dispute?.rawValue))
    lines.add(.init(cell.decision.amends?.rawValue))
    lines.add(.init(earlier?.rawValue))
    lines.add(.init(cell.double.map { sameAs($0) }))
  }

  /// The picture and the cell that counts in the place of a double, as `field-001.jpg 3a5f...:10,20,30,40`.
  private func sameAs(_ double: CellComparison) -> String {
    // A cell's identifier begins with its picture's hash, from which the private name is made.
    let picture =
      privateNames?.picture(double.otherCell.rawValue)
      ?? double.otherImage.relative(to: double.image.directory)
    return "\(picture.lossyText) \(double.otherCell.rawValue)"
  }

  /// Whether the cell counts, and who stands for the result that it counts in.
  private func addSignature(of cell: AnsweredCell, to lines: inout TableLines) {
    let slide = signed.isEmpty ? nil : cell.decision.image.nearestDirectory { signed[$0] }
    lines.add(.init(cell.verdict.map { countsInTotal($0.label) } ?? false))
    lines.add(.init(slide?.last.signOff.reviewer))
    lines.add(.init(slide?.last.time.utcText))
    lines.add(.text((slide?.status ?? .preliminary).rawValue))
  }

  /// The directory that the record's session had opened above the picture, the nearest of several.
  private func session(of record: LogRecord, image: ImagePath) -> Session? {
    sessions[record.identity.session]?
      .filter { image.relative(to: $0.directory) != image }
      .max { $0.directory.bytes.count < $1.directory.bytes.count }
  }

  /// Nil for a class nobody told us about; the fixed answers count nowhere.
  private func countsInTotal(_ label: Label) -> Bool? {
    switch label {
    case .noCell, .other, .unidentified: false
    default: countsInTotal[label]
    }
  }
}

/// The records of a picture, found by their entry.
private struct RecordsByEntry {
  private let records: [LogRecord]
  private let places: [EntryID: Int]

  init(_ records: [LogRecord]) {
    self.records = records
    places = Dictionary(
      records.indices.map { (records[$0].entry.id, $0) }, uniquingKeysWith: { $1 })
  }

  subscript(entry: EntryID) -> LogRecord? { places[entry].map { records[$0] } }
}

/// A cell, or a picture as a whole, with an answer that holds.
private struct AnsweredCell {
  /// Why an answer may not be the last word.
  enum Dispute: String {
    /// Different answers hold: the cell counts nowhere.
    case contested
    /// A second reader saw it otherwise.
    case disputed
  }

  let entry: EntryID
  let decision: Decision
  /// Place in the picture in reading order, from 1; nil for the picture as a whole.
  let index: Int?
  let remarks: Remarks
  let verdict: Verdict?
  let second: (entry: EntryID, reading: SecondReading)?
  let adjudication: Adjudication?
  let dispute: Dispute?
  /// The word by which the cell is counted elsewhere.
  let double: CellComparison?

  init?(_ cell: ReviewCell, index: Int) {
    guard let entry = cell.decisionEntry, let decision = cell.decision else { return nil }
    (self.entry, self.decision, self.index) = (entry, decision, index)
    remarks = cell.remarks
    verdict = cell.verdict
    second = cell.secondReadings.last
    double = cell.double
    adjudication = cell.adjudication?.adjudication
    dispute = cell.isContested ? .contested : cell.isDisputed ? .disputed : nil
  }

  init?(pictureAsAWhole review: ImageReview) {
    guard let (entry, decision) = review.fieldDecision else { return nil }
    (self.entry, self.decision, index) = (entry, decision, nil)
    remarks = review.remarks
    verdict = review.fieldVerdict
    second = review.fieldSecondReadings.last
    double = nil
    adjudication = review.fieldAdjudication?.adjudication
    dispute =
      review.isFieldContested ? .contested : review.isFieldDisputed ? .disputed : nil
  }
}
