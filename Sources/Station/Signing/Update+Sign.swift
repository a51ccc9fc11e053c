import Review
import Screen

extension State {
  /// Why the differential cannot be signed now; nil when it can.
  var signingReason: String? {
    if recording.fault != nil {
      return "reviewing is stopped until the log can be written: \(key(.retry)) retries"
    }
    guard historyLoaded else { return "earlier answers are still being read: a moment" }
    if !recording.pending.isEmpty { return "answers are still being saved: a moment" }
    if scope != nil {
      return "one directory alone is listed: open it by itself to sign for it"
    }
    if check != nil { return "a check set is being worked through: \(key(.checkSet)) leaves it" }
    if second != nil {
      return "a second review is being worked through: \(key(.secondReview)) ends it"
    }
    if differential.total == 0 { return "nothing was counted yet that could be signed" }
    let unsettled = catalogue.total.unsettled
    if unsettled > 0 {
      return "\(unsettled) answered differently: somebody has to decide before it can be signed"
    }
    if resultStatus != .preliminary, let last = slideSignatures?.last {
      return
        "signed by \(last.signOff.reviewer), and nothing changed since: another answer amends it"
    }
    return nil
  }

  /// A: shows what is signed, and asks for a word where the count is short, then for the name.
  mutating func beginSigning() -> [Effect] {
    if let reason = signingReason {
      message = Message(kind: .warning, text: reason)
      return []
    }
    message = nil
    let isShort = slide.target.map { !$0.isReached(by: differential) } ?? false
    mode = .entry(
      TextEntry(purpose: isShort ? .shortOfTarget : .signature(comment: nil), text: ""))
    return []
  }

  /// Takes why the count ends before its target.
  mutating func takeSigningComment(_ text: String) {
    guard !text.isEmpty else {
      mode = .entry(TextEntry(purpose: .shortOfTarget, text: ""))
      message = Message(kind: .warning, text: "say why it is signed before the target is reached")
      return
    }
    mode = .entry(TextEntry(purpose: .signature(comment: text), text: ""))
  }

  /// Takes the name that was typed: a signature is never one key.
  mutating func sign(as name: String, comment: String?) -> [Effect] {
    guard name.lowercased() == slide.reviewer.lowercased() else {
      mode = .entry(TextEntry(purpose: .signature(comment: comment), text: ""))
      message = Message(
        kind: .warning,
        text: "signed in is \(slide.reviewer): type that, or Esc and \(key(.identity)) signs in")
      return []
    }
    if let reason = signingReason {
      message = Message(kind: .warning, text: reason)
      return []
    }
    let counted = differential
    let signOff = SignOff(
      directory: session.directory, reviewer: slide.reviewer, counts: counted.counts,
      total: counted.total, replaces: slideSignatures?.last?.entry, comment: comment)
    // What was signed is changed by an amendment, not by taking an answer back.
    (undoStack, redoStack) = ([], [])
    let cells = counted.total == 1 ? "1 cell" : "\(counted.total) cells"
    return enter(
      .signed(signOff),
      message: signOff.replaces == nil
        ? "\(cells) signed by \(slide.reviewer)" : "\(cells) signed anew by \(slide.reviewer)")
  }
}
