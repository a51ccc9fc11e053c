/// A cell that counts as something else than when the result was signed.
///
/// Found by comparing what the cell counted as at each signature with what it counted as at the next, or
/// counts as now: whatever the change was (an answer, its undoing, an adjudication), the earlier value stays in sight.
public struct Amendment: Hashable, Sendable {
  public private(set) var image: ImagePath
  /// The cell; nil when the picture as a whole is meant.
  public let cell: CellID?
  /// What was signed; nil when the cell counted as nothing.
  public let earlier: Label?
  /// What it counts as since; nil when it counts as nothing.
  public let label: Label?
  public let reason: String?
  /// Who made the last change before the next signature, when, and where it stands in the log.
  public let reviewer: String
  public let time: Timestamp
  public let sequence: Int64
  /// The signature that was changed.
  public let amends: EntryID
  /// Whether a later signature covers the change.
  public let isSigned: Bool

  /// The same without the picture's name; a picture as a whole is then not told from others.
  func named(by names: PrivateNames) -> Amendment {
    var amendment = self
    amendment.image = cell.map { names.picture($0.rawValue) } ?? ImagePath("a picture as a whole")
    return amendment
  }

  /// The amendments in one picture.
  static func all(
    of image: ImagePath, in records: [LogRecord], signatures: [SignedResult]
  ) -> [Amendment] {
    guard let first = signatures.first,
      records.contains(where: { $0.sequence > first.sequence && $0.entry.event.changesResult })
    else { return [] }
    var amendments: [Amendment] = []
    var state = ReviewState()
    var rest = records[...]
    func readUp(to sequence: Int64) {
      while let record = rest.first, record.sequence < sequence {
        state.apply(record.entry, by: record.identity.reviewer)
        rest.removeFirst()
      }
    }
    readUp(to: first.sequence)
    for (index, signature) in signatures.enumerated() {
      let next = index + 1 < signatures.count ? signatures[index + 1].sequence : nil
      let before = state[image]
      let since = rest.prefix { $0.sequence < next ?? .max }
      readUp(to: next ?? .max)
      let after = state[image]
      for cell in cells(of: before, after) {
        let (earlier, label) = (verdict(cell, before), verdict(cell, after))
        guard earlier != label, let change = since.last(where: { $0.changes(cell, in: after) })
        else { continue }
        amendments.append(
          Amendment(
            image: image, cell: cell, earlier: earlier, label: label,
            reason: reason(for: change, cell, after), reviewer: change.identity.reviewer,
            time: change.time, sequence: change.sequence, amends: signature.entry,
            isSigned: next != nil))
      }
    }
    return amendments
  }

  /// The cells of two states of a picture, and the picture as a whole.
  private static func cells(of before: ImageReview, _ after: ImageReview) -> [CellID?] {
    let known = Set(after.cells.map(\.id))
    return after.cells.map(\.id) + before.cells.map(\.id).filter { !known.contains($0) } + [nil]
  }

  private static func verdict(_ cell: CellID?, _ review: ImageReview) -> Label? {
    cell.map { review.cell($0)?.verdict?.label } ?? review.fieldVerdict?.label
  }

  private static func reason(
    for change: LogRecord, _ cell: CellID?, _ review: ImageReview
  ) -> String? {
    let remarks = cell.flatMap { review.cell($0)?.remarks } ?? review.remarks
    return switch change.entry.event {
    case .decided(let decision): remarks.reasons[change.entry.id] ?? decision.reason
    case .adjudicated(let adjudication): adjudication.reason
    default: nil
    }
  }
}

extension LogRecord {
  /// Whether the record may have changed what a cell (nil: the picture as a whole) counts as.
  fileprivate func changes(_ cell: CellID?, in review: ImageReview) -> Bool {
    func concerns(_ entry: EntryID) -> Bool {
      cell.map { review.cell($0)?.steps.contains { $0.entry == entry } ?? true }
        ?? !review.cells.contains { $0.steps.contains { $0.entry == entry } }
    }
    return switch entry.event {
    case .decided(let decision): decision.cell == cell
    case .adjudicated(let adjudication): adjudication.cell == cell
    case .compared(let comparison): comparison.cell == cell
    case .undone(_, let undone): concerns(undone)
    case .redone(_, let redone): concerns(redone)
    default: false
    }
  }
}
