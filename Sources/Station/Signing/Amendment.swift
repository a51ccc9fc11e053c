import Review

extension State {
  /// The signature over a picture; nil while its slide is not signed. Since then an answer is an amendment.
  func signature(over image: ImagePath) -> Signature? {
    guard !review.signatures.isEmpty else { return nil }
    return image.nearestDirectory { review.signatures[$0]?.last }
  }

  /// Asks why what was signed is changed; the earlier value stays in sight.
  mutating func askAmendment(to label: Label, on subject: Subject, after signature: Signature) {
    let earlier = standing(of: subject)?.decision.label
    let change = earlier.map { "\(name(of: $0)) → \(name(of: label))" } ?? name(of: label)
    mode = .entry(
      TextEntry(
        purpose: .amendment(
          label, subject, prompt: "\(signature.signOff.reviewer) signed; \(change), because: "),
        text: ""))
  }

  /// Records an answer that amends what was signed.
  mutating func amend(to label: Label, on subject: Subject, because reason: String) -> [Effect] {
    guard !reason.isEmpty else {
      message = Message(kind: .warning, text: "an amendment needs a reason: nothing was changed")
      return []
    }
    guard let signature = signature(over: subject.image), subject.image == image,
      subject.cell == cell?.id
    else { return [] }
    return give(label, on: subject, reason: reason, amends: signature.entry)
  }
}
