/// How far the result of a slide may be relied on; the words are those of HL7's result states.
public enum ResultStatus: String, Hashable, Sendable, Codable {
  /// Nobody signed it, or it was changed after it was signed.
  case preliminary
  /// Signed, and not changed since.
  case final
  /// Signed again after a change.
  case amended
}

/// The signatures of a slide and what happened after the last one.
public struct SlideSignatures: Hashable, Sendable {
  /// All that hold, oldest first.
  public private(set) var signatures: [Signature] = []
  /// Entries after the last signature that may change the result.
  public private(set) var changes: Set<EntryID> = []
  /// Signatures that could not be written.
  private var refused: [Signature] = []

  /// A slide that nobody signed.
  public init() {}

  /// The signature in force; nil when there is none.
  public var last: Signature? { signatures.last }

  /// What the result is now.
  public var status: ResultStatus {
    guard !signatures.isEmpty, changes.isEmpty, !isSignedTwice else { return .preliminary }
    return signatures.count > 1 ? .amended : .final
  }

  /// Whether the last signature was given without knowledge of the one before, at another station or in
  /// a log that was merged: neither signer saw what the other one signed.
  public var isSignedTwice: Bool {
    guard let last, signatures.count > 1 else { return false }
    return last.signOff.replaces != signatures[signatures.count - 2].entry
  }

  /// Takes a signature: it covers every change before it.
  public mutating func sign(_ signature: Signature) {
    signatures.append(signature)
    changes = []
  }

  /// Takes note of an entry that may change the result.
  public mutating func noteChange(_ entry: EntryID) {
    if !signatures.isEmpty { changes.insert(entry) }
  }

  mutating func setHolds(_ holds: Bool, entry: EntryID) {
    if holds {
      guard let index = refused.firstIndex(where: { $0.entry == entry }) else { return }
      sign(refused.remove(at: index))
    } else if let index = signatures.lastIndex(where: { $0.entry == entry }) {
      refused.append(signatures.remove(at: index))
    } else {
      changes.remove(entry)
    }
  }
}

extension LogEvent {
  /// Whether the event may change what a slide's result says.
  public var changesResult: Bool {
    switch self {
    case .decided, .undone, .redone, .adjudicated, .compared: true
    case .opened, .classified, .placed, .exported, .annotated, .identified, .checkPlanned, .signed,
      .secondPlanned, .secondRead, .merged, .gatePlanned, .modelChanged:
      false
    }
  }
}
