/// A reviewer's signature under the differential of a slide.
///
/// It holds the counts that were signed, so that a later change cannot pass for what was signed. Until
/// there is one, and after a change that was not signed again, a result is preliminary.
public struct SignOff: Hashable, Sendable, Codable {
  /// How many cells were signed under a label.
  public struct Count: Hashable, Sendable, Codable {
    public let label: Label
    public let cells: Int

    /// `cells` of that label.
    public init(label: Label, cells: Int) {
      self.label = label
      self.cells = cells
    }
  }

  public let directory: ImagePath
  /// Who signs; the record's own reviewer says the same.
  public let reviewer: String
  /// Every label that was given, in the order of their codes.
  public let counts: [Count]
  /// Cells that count in the total.
  public let total: Int
  /// The signature that this one replaces, after amendments.
  public let replaces: EntryID?
  /// What the signer adds, such as why the count ends before its target.
  public let comment: String?

  /// A signature under `counts`.
  public init(
    directory: ImagePath, reviewer: String, counts: [Label: Int], total: Int,
    replaces: EntryID? = nil, comment: String? = nil
  ) {
    self.directory = directory
    self.reviewer = reviewer
    self.counts = counts.map { Count(label: $0.key, cells: $0.value) }
      .sorted { $0.label.rawValue < $1.label.rawValue }
    self.total = total
    self.replaces = replaces
    self.comment = comment
  }
}

/// A signature as it stands in the log.
public struct Signature: Hashable, Sendable {
  public let entry: EntryID
  public let signOff: SignOff

  /// The signature that this entry holds.
  public init(entry: EntryID, signOff: SignOff) {
    self.entry = entry
    self.signOff = signOff
  }
}
