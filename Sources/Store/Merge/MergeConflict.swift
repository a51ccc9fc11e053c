/// An entry that two logs have with different content.
public struct MergeConflict: Hashable, Sendable {
  /// The entry's identifier.
  public let entry: String
  /// The two logs, and the record's place in each.
  public let first: Place
  public let second: Place

  /// A record of a log.
  public struct Place: Hashable, Sendable {
    public let file: String
    public let sequence: Int64

    /// The `sequence`-th record of `file`.
    public init(file: String, sequence: Int64) {
      self.file = file
      self.sequence = sequence
    }
  }

  /// An entry that says one thing in one log and another in the other.
  public init(entry: String, first: Place, second: Place) {
    self.entry = entry
    self.first = first
    self.second = second
  }
}
