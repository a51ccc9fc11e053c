/// A moment, with what is needed to read it on the laboratory's clock.
public struct Timestamp: Hashable, Sendable, Codable {
  /// Milliseconds since 1970-01-01 00:00 UTC.
  public let utcMilliseconds: Int64
  /// Minutes that local time was ahead of UTC.
  public let offsetMinutes: Int

  /// A moment in UTC and the local offset.
  public init(utcMilliseconds: Int64, offsetMinutes: Int) {
    self.utcMilliseconds = utcMilliseconds
    self.offsetMinutes = offsetMinutes
  }
}

/// Who writes, from where, in which run of the program.
public struct LogIdentity: Hashable, Sendable, Codable {
  public let reviewer: String
  public let host: String
  public let session: String

  /// An identity that every entry of a session carries.
  public init(reviewer: String, host: String, session: String) {
    self.reviewer = reviewer
    self.host = host
    self.session = session
  }
}

/// An entry as it stands in the log.
public struct LogRecord: Hashable, Sendable {
  /// Place in the log, from 1, without gaps.
  public let sequence: Int64
  public let entry: LogEntry
  public let time: Timestamp
  public let identity: LogIdentity
  /// SHA-256 over this record and the hash of the one before, lower-case hexadecimal.
  public let hash: String

  /// A record read back from the log.
  public init(
    sequence: Int64, entry: LogEntry, time: Timestamp, identity: LogIdentity, hash: String
  ) {
    self.sequence = sequence
    self.entry = entry
    self.time = time
    self.identity = identity
    self.hash = hash
  }
}
