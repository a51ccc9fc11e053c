import GRDB
public import Review

extension ReviewLog {
  /// Hands over all records about one picture after the other, in the order of their paths, as they stand at
  /// one moment; only one picture's are in memory at a time.
  ///
  /// Names that are not UTF-8 and look alike come together.
  ///
  /// - Parameters:
  ///   - root: only pictures in this directory and below it; nil for all.
  ///   - plans: is given the plans of second reviews first, oldest first.
  /// - Returns: the head of the log at that moment.
  public func forEachPicture(
    below root: ImagePath? = nil, plans: (LogRecord) -> Void, _ body: ([LogRecord]) -> Void
  ) throws(StoreError) -> LogHead {
    try read { db in
      try forEachRow(db, "WHERE kind = ?", [EventKind.secondPlanned.rawValue], plans)
      try forEachPicture(db, below: root, body)
      return try Self.head(db)
    }
  }
}
