import Review
import Screen

extension Linear {
  /// What the keys do now, where that has changed.
  static func mode(before: State, after: State, isKey: Bool) -> [String] {
    if case .box(let edit) = after.mode {
      guard after.mode != before.mode else { return [] }
      let box = edit.box
      let place = "box \(box.width) by \(box.height) pixels at \(box.x), \(box.y)"
      if case .box = before.mode { return [place] }
      return [
        "\(place): arrows move it, H J K L finely, + and - resize it, Enter keeps it, Esc leaves it"
      ]
    }
    if case .find = after.mode {
      if case .find = before.mode { return [] }
      return ["find: type a part of a name; Enter looks for it, Esc leaves"]
    }
    if case .entry(let entry) = after.mode {
      if case .entry = before.mode { return [] }
      return ["\(entry.prompt)\(entry.text)", entry.hint]
    }
    if case .help = after.mode {
      if case .help = before.mode { return [] }
      return help(after)
    }
    if after.mode == .firstSteps, before.mode != .firstSteps {
      return FirstSteps.sentences(after)
    }
    if case .disagreements(let list) = after.mode, case .disagreements(let old) = before.mode {
      return list.selected == old.selected ? [] : after.sentence(of: list)
    }
    if after.mode == .errors {
      let sentence = [after.errorSentence ?? "this list of errors is empty"]
      if before.mode == .errors {
        return before.errorSentence == after.errorSentence ? [] : sentence
      }
      return ["errors, the surest first: l and h go through them, Enter shows one at the desk"]
        + sentence
    }
    if case .training = after.mode, case .training = before.mode,
      before.training.chapter == after.training.chapter
    {
      // A line an epoch would never end.
      return []
    }
    if after.mode == .desk { return [] }
    return newLines(before: before, after: after)
  }

  /// That cells may be the same, once nothing more is being looked for.
  static func twins(before: State, after: State) -> String? {
    func text(_ state: State) -> String? { state.queue.waiting.isEmpty ? state.twinsText : nil }
    guard case .desk = after.mode, text(before) != text(after) else { return nil }
    return text(after)
  }

  /// The keys as a list.
  private static func help(_ state: State) -> [String] {
    HelpPage.lines(state.keymap).compactMap { line in
      switch line {
      case .heading(let text): "\(text):"
      case .binding(let keys, let text): "\(keys): \(text)"
      case .more(let text): text
      case .text(let text): text.isEmpty ? nil : text
      }
    }
  }

  /// Any other page: the lines on its screen that were not there before.
  private static func newLines(before: State, after: State) -> [String] {
    let known = Set(lines(before) + [researchUseNotice])
    return lines(after).filter { !known.contains($0) }
  }

  /// The rows of a page as text, without frames and runs of blanks.
  private static func lines(_ state: State) -> [String] {
    let frame = render(state, size: size)
    return (0..<size.rows).compactMap { row in
      let text = (0..<size.columns).map { column -> String in
        let character = frame[column, row].character
        let isDrawn = character.unicodeScalars.allSatisfy {
          (0x2500...0x259F).contains($0.value) || (0x2800...0x28FF).contains($0.value)
        }
        return isDrawn && !character.isEmpty ? " " : character
      }.joined()
      let words = text.split(separator: " ")
      return words.isEmpty ? nil : words.joined(separator: " ")
    }
  }
}
