import GRDB
import Review

/// A slide that was signed: the signatures, and what became of the result since.
struct SignedSlide {
  /// All that hold, oldest first; never empty.
  let signed: [SignedResult]
  let status: ResultStatus

  /// The signature in force.
  var last: SignedResult { signed[signed.count - 1] }
}

extension ReviewLog {
  /// The signed directories of the log.
  func signedSlides(_ db: Database) throws -> [ImagePath: SignedSlide] {
    var signatures: [ImagePath: [SignedResult]] = [:]
    try forEachRow(db, "WHERE kind = '\(EventKind.signed.rawValue)'", []) { record in
      guard case .signed(let signOff) = record.entry.event else { return }
      signatures[signOff.directory, default: []].append(
        SignedResult(
          entry: record.entry.id, sequence: record.sequence, signOff: signOff, time: record.time))
    }
    var slides: [ImagePath: SignedSlide] = [:]
    for (directory, signed) in signatures {
      guard let last = signed.last else { continue }
      var standing = SlideSignatures()
      for signed in signed {
        standing.sign(Signature(entry: signed.entry, signOff: signed.signOff))
      }
      // One change is enough to know that the result is no longer what was signed.
      if let change = try firstChange(db, after: last.sequence, below: directory) {
        standing.noteChange(change)
      }
      slides[directory] = SignedSlide(signed: signed, status: standing.status)
    }
    return slides
  }

  /// The first entry about a picture below `directory` after the `sequence`-th that may change its result.
  private func firstChange(
    _ db: Database, after sequence: Int64, below directory: ImagePath
  ) throws -> EntryID? {
    let (condition, arguments) = inOrBelow(directory)
    let rows = try StoredRows(
      db, "WHERE image_path IS NOT NULL AND (\(condition)) AND sequence > ? ORDER BY sequence",
      arguments + [sequence])
    while let row = try rows.next() {
      let record = try verified(row)
      if record.entry.event.changesResult { return record.entry.id }
    }
    return nil
  }
}
