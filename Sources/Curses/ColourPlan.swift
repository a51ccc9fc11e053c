package import Screen

/// Which terminfo entry to try, and how many colours to use with it.
package struct ColourAttempt: Hashable {
  /// Name of the terminfo entry.
  package var entry: String
  /// Colours to use if the entry has at least as many; nil for as many as it has.
  package var depth: ColourDepth?

  /// An attempt with an entry.
  package init(entry: String, depth: ColourDepth?) {
    self.entry = entry
    self.depth = depth
  }
}

/// Chooses the number of colours from the environment, before the terminal is asked.
package struct ColourPlan: Hashable {
  /// What to try, in this order.
  package let attempts: [ColourAttempt]

  /// A plan of just these attempts.
  init(attempts: [ColourAttempt]) { self.attempts = attempts }

  /// - Parameters:
  ///   - wish: What the user asked for in so many words; it beats NO_COLOR and caution.
  ///   - isSparing: Whether direct colours are out of the question: each takes twice the bytes.
  package init(environment: [String: String], wish: ColourDepth?, isSparing: Bool = false) {
    let term = environment["TERM"] ?? ""
    let wish = isSparing && wish == .direct ? .palette256 : wish
    let base = term.split(separator: "-").first.map(String.init) ?? term
    let own = ColourAttempt(entry: term, depth: wish)
    let hasNoColour = !(environment["NO_COLOR"] ?? "").isEmpty
    switch wish {
    case .direct:
      attempts = Self.directEntries(base) + [ColourAttempt(entry: term, depth: nil)]
    case .palette256:
      // The user knows better than an entry such as `xterm`, which speaks of 8 colours.
      attempts =
        [term, base + "-256color", "xterm-256color"].map {
          ColourAttempt(entry: $0, depth: .palette256)
        } + [ColourAttempt(entry: term, depth: nil)]
    case .palette16, .palette8, .mono:
      attempts = [own, ColourAttempt(entry: term, depth: nil)]
    case nil where hasNoColour:
      attempts = [ColourAttempt(entry: term, depth: .mono)]
    case nil where isSparing && term.hasSuffix("-direct"):
      attempts =
        [base + "-256color", "xterm-256color"].map {
          ColourAttempt(entry: $0, depth: .palette256)
        } + [ColourAttempt(entry: term, depth: nil)]
    case nil where isSparing:
      attempts = [ColourAttempt(entry: term, depth: nil)]
    case nil where Self.promisesDirect(environment) && !Self.isMultiplexed(environment, base):
      attempts = Self.directEntries(base) + [ColourAttempt(entry: term, depth: nil)]
    case nil:
      attempts = [ColourAttempt(entry: term, depth: nil)]
    }
  }

  private static func promisesDirect(_ environment: [String: String]) -> Bool {
    ["truecolor", "24bit"].contains((environment["COLORTERM"] ?? "").lowercased())
  }

  /// Inside tmux or screen COLORTERM speaks of the outer terminal, and the multiplexer may cut
  /// direct colours down worse than we would.
  private static func isMultiplexed(_ environment: [String: String], _ base: String) -> Bool {
    environment["TMUX"] != nil || environment["STY"] != nil || base == "tmux" || base == "screen"
  }

  private static func directEntries(_ base: String) -> [ColourAttempt] {
    let names = base == "xterm" ? ["xterm-direct"] : [base + "-direct", "xterm-direct"]
    return names.map { ColourAttempt(entry: $0, depth: .direct) }
  }

  /// The number of colours to use with an entry; nil when it has fewer than the attempt asks for.
  /// - Parameters:
  ///   - colours: What terminfo says, negative when it says nothing.
  ///   - isDirect: Whether its colour numbers are RGB values.
  package static func depth(
    for attempt: ColourAttempt, colours: Int, isDirect: Bool
  ) -> ColourDepth? {
    let available: ColourDepth =
      switch colours {
      case _ where isDirect: .direct
      case 256...: .palette256
      case 16...: .palette16
      case 8...: .palette8
      default: .mono
      }
    guard let wanted = attempt.depth else { return available }
    let order = ColourDepth.allCases
    guard let has = order.firstIndex(of: available), let asks = order.firstIndex(of: wanted) else {
      return nil
    }
    // Colour numbers of a direct entry are not those of a palette.
    if available == .direct { return wanted == .direct || wanted == .mono ? wanted : nil }
    return has <= asks ? wanted : nil
  }
}
