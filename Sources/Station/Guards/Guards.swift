import Review
import Screen

/// What keeps a reflex, or a prefilled answer, from becoming a label.
public struct Guards: Equatable, Sendable {
  /// A cell must have been on screen this long before it takes a label: a held key repeats every
  /// 25 to 40 ms, a person does not answer twice within 150 ms.
  public var lookMilliseconds = 150
  /// Whether suggestions are hidden until the technician has answered.
  public var isBlind = false
  /// Cells of a hundred whose suggestion is withheld although others are shown.
  public var spotCheckPercent = 0

  /// The usual guards.
  public init() {}
}

/// A key as it was pressed.
struct PressedKey: Equatable, Sendable {
  let key: Key
  let milliseconds: Int
  /// Whether it came so soon after the same key that it is being held down.
  let isHeld: Bool

  /// A held key repeats every 25 to 40 ms; nobody presses one ten times a second on purpose.
  private static let repeatMilliseconds = 100

  init(_ key: Key, at now: Int, after last: PressedKey?) {
    self.key = key
    milliseconds = now
    isHeld = last.map { $0.key == key && now - $0.milliseconds < Self.repeatMilliseconds } ?? false
  }
}

extension HiddenReason {
  /// What stands where the suggestion would.
  var question: String {
    switch self {
    case .blind: "blind: what is it?"
    case .spot: "spot check: what is it?"
    case .check: "check set: what is it?"
    }
  }
}

extension State {
  /// Why this cell's suggestion is withheld; nil when it may be seen. Once answered it was shown, so an
  /// undone answer does not hide it again.
  func hiddenReason(of cell: ReviewCell) -> HiddenReason? {
    guard cell.firstAnswer == nil, cell.suggestion != nil else { return nil }
    if let check, check.drawn.cells.contains(cell.id) { return .check }
    if guards.isBlind { return .blind }
    return isSpotCheck(cell.id) ? .spot : nil
  }

  /// The suggestion as far as the technician may see it.
  func visibleSuggestion(of cell: ReviewCell) -> Suggestion? {
    hiddenReason(of: cell) == nil ? cell.suggestion : nil
  }

  /// Chosen by a hash of cell and session: the same while the session lasts, and not to be foreseen.
  func isSpotCheck(_ cell: CellID) -> Bool {
    guard guards.spotCheckPercent > 0 else { return false }
    return Int(stableHash(session.id + cell.rawValue) % 100) < guards.spotCheckPercent
  }

  mutating func toggleBlind() {
    guards.isBlind.toggle()
    message = Message(
      kind: .info,
      text: guards.isBlind
        ? "blind: suggestions are hidden until you have answered"
        : "suggestions are shown again")
  }

  /// How the answers agree with what was suggested, seen and withheld apart: a technician who only
  /// nods agrees more with what he sees.
  var agreement: Agreement {
    Agreement(review.knownPaths.lazy.flatMap { self.review[$0].decisions })
  }
}

/// Answers that agree with the suggestion, by whether it could be seen.
struct Agreement: Equatable {
  private(set) var seen = (agreed: 0, of: 0)
  private(set) var withheld = (agreed: 0, of: 0)

  init(_ decisions: some Sequence<Decision>) {
    for decision in decisions {
      guard let suggested = decision.suggestion?.label else { continue }
      let agrees = suggested == decision.label ? 1 : 0
      if decision.suggestionVisible {
        seen = (seen.agreed + agrees, seen.of + 1)
      } else {
        withheld = (withheld.agreed + agrees, withheld.of + 1)
      }
    }
  }

  static func == (left: Agreement, right: Agreement) -> Bool {
    left.seen == right.seen && left.withheld == right.withheld
  }
}

/// A hash that is the same on every machine and run, mixed once more since its low bits follow the last
/// letters.
func stableHash(_ text: String) -> UInt64 {
  var source = SplitMix64(seed: FNV1a.hash(text))
  return source.next()
}

/// A seed of at most six digits, which a person can read out; the same for the same text.
func seed(from text: String) -> Int { Int(stableHash(text) % 1_000_000) }
