import Review
import Screen

extension State {
  mutating func takeInFind(_ key: Key, text: String) {
    message = nil
    switch key {
    case .escape, .control("c"), .control("g"): mode = .desk
    case .backspace:
      if text.isEmpty { mode = .desk } else { mode = .find(String(text.dropLast())) }
    case .control("u"): mode = .find("")
    case .character(let character): mode = .find(text + String(character))
    case .enter:
      mode = .desk
      guard !text.isEmpty else { return }
      lastFind = text
      find(from: selected, forward: true, includingStart: true)
    default:
      message = Message(
        kind: .warning, text: "\(key.shown) does nothing here: Enter finds, Esc leaves")
    }
  }

  mutating func findAgain(forward: Bool) {
    find(from: selected, forward: forward, includingStart: false)
  }

  private mutating func find(from start: Int, forward: Bool, includingStart: Bool) {
    let search = NameSearch(lastFind)
    let count = rows.count
    guard count > 0 else { return }
    for step in (includingStart ? 0 : 1)...count {
      let index = (start + (forward ? step : count - step)) % count
      if search.matches(picture(at: index), below: session.directory) {
        select(index)
        if forward ? index < start : index > start {
          message = Message(
            kind: .info, text: "found after going round the \(forward ? "end" : "start")")
        }
        return
      }
    }
    message = Message(kind: .warning, text: "no name contains \u{201C}\(lastFind)\u{201D}")
  }
}
