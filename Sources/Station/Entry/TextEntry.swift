public import Review
import Screen

/// Text being typed into the line at the foot of the screen.
public struct TextEntry: Equatable, Sendable {
  /// What the text is for.
  public enum Purpose: Equatable, Sendable {
    case filter, note, reason
    /// How many of so many sure suggestions to check.
    case checkSize(population: Int)
    /// How many of so many cells, which others answered, to read anew.
    case secondSize(population: Int)
    /// Whether a second review with so many unread cells shall end.
    case secondEnd(unread: Int)
    /// Why a cell that reviewers disagree about is of this class.
    case verdict(Label, name: String, needsReason: Bool)
    /// The file to export to.
    case exportFile
    /// Why a count is signed before its target is reached.
    case shortOfTarget
    /// The signer's name.
    case signature(comment: String?)
    /// Why an answer that was signed becomes this label.
    case amendment(Label, Subject, prompt: String)
  }

  public let purpose: Purpose
  public var text: String
  /// The digit that filled in the text, as long as nothing else was typed.
  private var picked: Character?
  /// Whether the text is a proposed number, whose place is taken by what is typed.
  private var isProposal: Bool

  init(purpose: Purpose, text: String) {
    self.purpose = purpose
    self.text = text
    isProposal =
      switch purpose {
      case .checkSize, .secondSize: true
      default: false
      }
  }
}

extension TextEntry {
  /// Reasons that one digit gives, since a reason that costs typing is never given.
  static let reasons = [
    "wrong class", "blurred", "cut off", "stain", "two cells", "artefact", "other stage",
  ]

  /// Whether one digit gives a whole reason.
  var takesDigits: Bool {
    switch purpose {
    case .reason, .amendment, .verdict: true
    default: false
    }
  }

  /// Whether the differential stays in sight while it is typed.
  var isSigning: Bool {
    switch purpose {
    case .shortOfTarget, .signature: true
    default: false
    }
  }

  /// A digit alone stands for a usual reason; with more behind it it is the beginning of other words.
  fileprivate mutating func take(_ character: Character) {
    if isProposal { text = "" }
    isProposal = false
    let digit = takesDigits && text.isEmpty ? character.wholeNumberValue : nil
    if let digit, Self.reasons.indices.contains(digit - 1) {
      text = Self.reasons[digit - 1]
      picked = character
    } else {
      if let picked { text = String(picked) }
      picked = nil
      text.append(character)
    }
  }

  fileprivate mutating func erase(_ shorten: (String) -> String) {
    text = shorten(text)
    picked = nil
    isProposal = false
  }

  private static func checks(toBound percent: Double) -> Int {
    BinomialLimits.cleanTrials(toBound: percent / 100)
  }

  /// What stands before the text.
  var prompt: String {
    switch purpose {
    case .filter: "filter: "
    case .note: "note: "
    case .reason: "reason: "
    case .checkSize(let population): "check how many of \(population) sure suggestions? "
    case .secondSize(let population): "read how many of \(population) cells anew? "
    case .secondEnd(let unread):
      "\(unread) \(unread == 1 ? "cell is" : "cells are") not read. End it for good? "
    case .verdict(_, let name, _): "\(name), because: "
    case .exportFile: "export to: "
    case .shortOfTarget: "the target is not reached; signed all the same, because: "
    case .signature: "type your name to sign: "
    case .amendment(_, _, let prompt): prompt
    }
  }

  /// What may be typed, for the line of keys.
  var hint: String {
    switch purpose {
    case .filter:
      "open done unsure flag note changed new none unread  neu  <.8 >.95  part of a name"
    case .note: "Enter keeps the note, empty takes it away, Esc leaves it as it was"
    case .secondSize:
      "all, a number, or a share such as 20 %: drawn at random, others' answers hidden. Enter, Esc"
    case .secondEnd: "yes and Enter ends it, what is not read stays so; Esc goes on"
    case .verdict(_, _, let needsReason):
      Self.reasons.enumerated().map { "\($0 + 1) \($1)" }.joined(separator: "  ")
        + (needsReason ? "  or type; Enter" : "  or type, or none; Enter")
    case .shortOfTarget: "goes on to the signature"
    case .signature: "signs what you see"
    case .reason, .amendment:
      Self.reasons.enumerated().map { "\($0 + 1) \($1)" }.joined(separator: "  ")
        + "  or type; Enter"
    case .exportFile:
      "ending: .csv .jsonl answers; -differential.csv .json (FHIR) .hl7 .html result"
    case .checkSize:
      "if all are right: \(Self.checks(toBound: 5)) bound the error by 5 %, "
        + "\(Self.checks(toBound: 2)) by 2 %, \(Self.checks(toBound: 1)) by 1 %. Enter, Esc"
    }
  }
}

extension State {
  mutating func takeInEntry(_ key: Key, _ entry: TextEntry) -> [Effect] {
    var entry = entry
    switch key {
    case .escape, .control("c"), .control("g"):
      mode = .desk
      message = nil
      return []
    case .control("l"): return [.redraw]
    case .control("z"): return [.suspend]
    case .backspace: entry.erase { String($0.dropLast()) }
    case .control("u"): entry.erase { _ in "" }
    case .control("w"):
      entry.erase { $0.split(separator: " ").dropLast().joined(separator: " ") }
    case .enter: return finish(entry)
    case .character(let character):
      entry.take(character)
    default: break
    }
    // A complaint about what was typed before would stand where the text is.
    message = nil
    mode = .entry(entry)
    return []
  }

  private mutating func finish(_ entry: TextEntry) -> [Effect] {
    mode = .desk
    message = nil
    switch entry.purpose {
    case .filter:
      applyFilter(entry.text)
      return []
    case .note: return note(entry.text)
    case .reason: return giveReason(entry.text)
    case .exportFile: return export(to: entry.text)
    case .shortOfTarget: takeSigningComment(entry.text)
    case .signature(let comment): return sign(as: entry.text, comment: comment)
    case .amendment(let label, let subject, _):
      return amend(to: label, on: subject, because: entry.text)
    case .checkSize:
      mode = .entry(entry)
      return planCheck(size: entry.text)
    case .secondSize:
      mode = .entry(entry)
      return planSecondReview(size: entry.text)
    case .secondEnd:
      if ["y", "yes"].contains(entry.text.lowercased()) { return endSecondReview() }
      message = Message(kind: .info, text: "the second review goes on")
      return []
    case .verdict(let label, _, _): return adjudicate(label, because: entry.text, entry: entry)
    }
    return []
  }
}
