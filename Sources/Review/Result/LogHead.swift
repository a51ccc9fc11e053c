/// The last row of a log: whoever keeps a copy of it elsewhere can tell whether the log was rewritten.
public struct LogHead: Hashable, Sendable {
  /// Number of records; 0 in an empty log.
  public let sequence: Int64
  /// Hash of the last record, lower-case hexadecimal; 64 zeros in an empty log.
  public let hash: String

  /// A head as an export printed it.
  public init(sequence: Int64, hash: String) {
    self.sequence = sequence
    self.hash = hash
  }

  /// The head as people note it down, and as `verify --anchor` takes it.
  public var noted: String { "\(sequence):\(hash)" }
}
