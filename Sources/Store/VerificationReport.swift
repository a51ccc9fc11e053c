public import Review

/// What a verifier found in a log.
public struct VerificationReport: Hashable, Sendable {
  /// Absolute path of the log.
  public let file: String
  /// Number of rows read.
  public let recordCount: Int
  /// The last row as it stands in the file; nil when the rows could not be read to the end.
  public let head: LogHead?
  /// The first faults, at most `LogVerifier.reportedFaults` of them.
  public let faults: [VerificationFault]
  /// Number of all faults.
  public let faultCount: Int

  /// Whether nothing is wrong with the log, as far as a chain can tell.
  public var isIntact: Bool { faultCount == 0 }
}

/// One thing that is wrong with a log.
public enum VerificationFault: Hashable, Sendable {
  /// The row's content does not agree with its hash.
  case edited(sequence: Int64)
  /// Rows are missing at these places.
  case missing(ClosedRange<Int64>)
  /// The row stands at `sequence` and was written at `original`.
  case moved(sequence: Int64, original: Int64)
  /// The row agrees with itself and does not follow the row before: one of them was put in, or
  /// rows between them were taken out and the rest renumbered.
  case notFollowing(sequence: Int64)
  /// The row belongs to the chain and cannot be read by this version of the program.
  case unreadable(sequence: Int64, evidence: String)
  /// A column that finds the row says something else than the row's payload.
  case disagreeing(sequence: Int64)
  /// A head that was noted down elsewhere is not in the log: the log was cut or made anew.
  case anchorMissing(expected: LogHead, found: String?)
  /// A table, index or trigger is missing, changed or foreign.
  case alteredSchema(object: String)
  /// What SQLite's own check of the file says.
  case damagedFile(evidence: String)
}
