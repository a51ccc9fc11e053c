import Review

/// Which pictures the list shows: words that must all hold.
public struct Filter: Equatable, Sendable {
  /// What one word asks for.
  enum Condition: Equatable, Sendable {
    case open, done, unclassified, unreadable, withoutCell
    case sure, unsure, outside, overridden
    case flagged, noted
    case cellClass(Label)
    case below(Double)
    case atLeast(Double)
    /// A part of the name.
    case name(NameSearch)
  }

  /// The words as they were typed.
  public let text: String
  let conditions: [Condition]

  /// Whether every picture is shown.
  public var isEmpty: Bool { conditions.isEmpty }

  /// No filter.
  public init() {
    text = ""
    conditions = []
  }

  /// Reads the words; one that is no keyword, class or score is a part of a name.
  init(_ text: String, classes: [CellClass]) {
    let words = text.split(separator: " ").map(String.init)
    self.text = words.joined(separator: " ")
    conditions = words.map { Self.condition($0.lowercased(), classes) }
  }

  /// The keywords.
  static let words: [(word: String, condition: Condition)] = [
    ("open", .open), ("done", .done), ("unsure", .unsure), ("sure", .sure),
    ("outside", .outside), ("changed", .overridden), ("flag", .flagged), ("note", .noted),
    ("new", .unclassified), ("none", .withoutCell), ("unread", .unreadable),
  ]

  private static func condition(_ word: String, _ classes: [CellClass]) -> Condition {
    if let known = words.first(where: { $0.word == word }) { return known.condition }
    let named = classes.first {
      $0.short.lowercased() == word || $0.code.lowercased() == word
        || (word.count >= 3 && $0.name.lowercased().hasPrefix(word))
    }
    if let named { return .cellClass(named.label) }
    if word.first == "<", let score = score(word.dropFirst()) { return .below(score) }
    if word.first == ">", let score = score(word.dropFirst()) { return .atLeast(score) }
    return .name(NameSearch(word))
  }

  /// `.8`, `0.8` or `80`.
  private static func score(_ text: Substring) -> Double? {
    guard let value = Double(text.first == "." ? "0" + text : String(text)), value >= 0 else {
      return nil
    }
    return value > 1 ? value / 100 : value
  }
}

extension State {
  /// Whether a picture passes. What a cell must be has to hold of one and the same cell.
  func matches(_ filter: Filter, _ path: ImagePath) -> Bool {
    let review = review[path]
    var ofCells: [Filter.Condition] = []
    for condition in filter.conditions {
      switch condition {
      case .done: guard review.isComplete else { return false }
      case .unclassified:
        guard review.finding == .unclassified, review.cells.isEmpty else { return false }
      case .unreadable: guard case .failed = review.finding else { return false }
      case .withoutCell: guard review.hasNoCell else { return false }
      case .name(let part):
        guard part.matches(path, below: session.directory) else { return false }
      case .flagged where review.remarks.isFlagged: break
      case .noted where !review.remarks.note.isEmpty: break
      case .open where review.cells.isEmpty: guard !review.isComplete else { return false }
      default: ofCells.append(condition)
      }
    }
    return ofCells.isEmpty
      || review.cells.contains { cell in ofCells.allSatisfy { holds($0, of: cell) } }
  }

  /// A withheld suggestion answers no question: a filter must not give it away.
  private func holds(_ condition: Filter.Condition, of cell: ReviewCell) -> Bool {
    let suggestion = visibleSuggestion(of: cell)
    switch condition {
    case .open: return cell.isOpen
    case .sure: return suggestion?.status == .ok
    case .unsure: return suggestion.map { $0.status == .uncertain } ?? false
    case .outside: return suggestion?.status == .outside
    case .overridden: return cell.decision?.kind == .override
    case .flagged: return cell.remarks.isFlagged
    case .noted: return !cell.remarks.note.isEmpty
    case .cellClass(let label): return (cell.decision?.label ?? suggestion?.label) == label
    case .below(let score): return suggestion.map { $0.confidence < score } ?? false
    case .atLeast(let score): return suggestion.map { $0.confidence >= score } ?? false
    case .done, .unclassified, .unreadable, .withoutCell, .name: return true
    }
  }
}
