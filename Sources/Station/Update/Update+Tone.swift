import Screen

extension State {
  /// The next tone; the title says which one the picture has.
  mutating func cycleTone() {
    tone = tone.next
    message = Message(
      kind: .info,
      text: tone.words.map { "\($0): for the eye only, the model sees the picture as taken" }
        ?? "the picture as taken")
  }

  /// The next symbols that the picture is drawn with.
  mutating func cycleSymbols() {
    let all = CellSymbols.allCases
    symbols = all[((all.firstIndex(of: symbols) ?? 0) + 1) % all.count]
    let lacking = "if boxes or signs appear, the font lacks them"
    let text =
      switch symbols {
      case .half: "half blocks"
      case .quadrant: "quadrants: \(lacking); \(key(.cycleSymbols)) goes on"
      case .sextant: "sextants: \(lacking); \(key(.cycleSymbols)) goes back"
      }
    message = Message(kind: .info, text: text)
  }
}
