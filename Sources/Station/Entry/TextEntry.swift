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
  }

  public let purpose: Purpose
  public var text: String
}

extension TextEntry {
  /// Reasons that one digit gives, since a reason that costs typing is never given.
  static let reasons = [
    "wrong class", "blurred", "cut off", "stain", "two cells", "artefact", "other stage",
  ]

  /// Whether one digit gives a whole reason.
  var takesDigits: Bool {
    switch purpose {
    case .reason, .verdict: true
    default: false
    }
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
    }
  }

  /// What may be typed, for the line of keys.
  var hint: String {
    switch purpose {
    case .filter:
      "open done unsure flag note changed new none unread  neu  <.8 >.95  part of a name"
    case .note: "Enter keeps the note, empty takes it away, Esc leaves it as it was"
    case .reason:
      Self.reasons.enumerated().map { "\($0 + 1) \($1)" }.joined(separator: "  ") + "  or type"
    case .secondSize:
      "all, a number, or a share such as 20 %: drawn at random, others' answers hidden. Enter, Esc"
    case .secondEnd: "yes and Enter ends it, what is not read stays so; Esc goes on"
    case .verdict(_, _, let needsReason):
      Self.reasons.enumerated().map { "\($0 + 1) \($1)" }.joined(separator: "  ")
        + (needsReason ? "  or type" : "  or type; Enter: none")
    case .exportFile:
      "the ending says what: .csv .jsonl answers; -differential.csv .json (FHIR) .hl7 .html result"
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
    case .backspace: entry.text = String(entry.text.dropLast())
    case .control("u"): entry.text = ""
    case .control("w"):
      entry.text = entry.text.split(separator: " ").dropLast().joined(separator: " ")
    case .enter: return finish(entry)
    case .character(let character):
      if entry.takesDigits, entry.text.isEmpty, let digit = character.wholeNumberValue,
        TextEntry.reasons.indices.contains(digit - 1)
      {
        entry.text = TextEntry.reasons[digit - 1]
        return finish(entry)
      }
      entry.text.append(character)
    default: break
    }
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
  }
}
