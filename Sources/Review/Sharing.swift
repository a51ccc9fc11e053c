/// A value that is no part of what its owner is: all are equal.
struct Aside<Value: Sendable>: Hashable, Sendable {
  var value: Value?

  static func == (left: Self, right: Self) -> Bool { true }

  func hash(into hasher: inout Hasher) {}
}

// A log that is read back has each hash, cell and suggestion several times; of 100,000 reviewed pictures that is much
// memory.

extension Decision {
  /// The same decision, with what its picture's review holds already.
  func sharing(_ review: ImageReview, _ image: ImagePath) -> Decision {
    let known = cell.flatMap { review.cell($0) }
    return Decision(
      image: image, imageSHA256: review.sha256.same(as: imageSHA256),
      cell: cell.map { (known?.id).same(as: $0) },
      box: box, label: label, kind: kind,
      suggestion: suggestion.map { (known?.suggestion).same(as: $0) },
      model: model.map { review.model.same(as: $0) }, supersedes: supersedes,
      suggestionVisible: suggestionVisible, dwellMilliseconds: dwellMilliseconds,
      queueOrder: queueOrder, queuePosition: queuePosition, reason: reason, hidden: hidden,
      amends: amends, measures: measures)
  }
}

extension Classification {
  /// The same classification, with a model that is held already.
  func sharing(_ model: ModelIdentity?) -> Classification {
    Classification(
      image: image, outcome: outcome, model: model.same(as: self.model), milliseconds: milliseconds)
  }
}

extension PictureFacts {
  /// The same facts without the hash, which is looked up elsewhere and would be held once a picture.
  var withoutFingerprint: PictureFacts {
    PictureFacts(sha256: sha256, bytes: bytes, width: width, height: height)
  }
}

extension Optional where Wrapped: Equatable {
  /// This value when it equals the other one, which is then no longer needed.
  fileprivate func same(as other: Wrapped) -> Wrapped {
    if let self, self == other { return self }
    return other
  }
}
