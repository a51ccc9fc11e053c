/// A log whose entries were taken into another one.
public struct MergeSource: Hashable, Sendable, Codable {
  /// The source's file, as it was named.
  public let file: ImagePath
  /// Place of the source's last record, from 1; 0 for an empty log.
  public let sequence: Int64
  /// Hash of the source's last record: what an outside copy of its head is compared with.
  public let hash: String
  /// Entries that were taken; the others were there already.
  public let added: Int

  /// A source whose head was `hash` at `sequence`.
  public init(file: ImagePath, sequence: Int64, hash: String, added: Int) {
    self.file = file
    self.sequence = sequence
    self.hash = hash
    self.added = added
  }
}
