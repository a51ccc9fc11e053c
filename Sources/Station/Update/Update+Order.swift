import Review
import Screen

extension State {
  /// `o`, then a letter.
  mutating func takeInChooseOrder(_ key: Key) -> [Effect] {
    mode = .desk
    switch key {
    case .character("n"): order = .name
    case .character("t"): order = .time
    case .character("u"): order = .uncertainty
    case .character("c"): order = .cellClass
    case .character("r"):
      order = .random(seed: seed(from: "\(session.id) \(now)"))
    case .control("l"):
      mode = .chooseOrder
      return [.redraw]
    case .control("z"):
      mode = .chooseOrder
      return [.suspend]
    case .escape, .character("q"), .character("o"): return []
    default:
      message = Message(kind: .warning, text: "\(key.shown) is no order: n t u c r")
      return []
    }
    arrange()
    select(0)
    message = Message(kind: .info, text: orderMessage)
    return order == .time ? [.readTimes(images)] : []
  }

  private var orderMessage: String {
    switch order {
    case .name: "ordered by name"
    case .time: "ordered by time, the oldest first"
    case .cellClass: "ordered by class\(unclassifiedText): no sample, not counted until all is done"
    case .uncertainty:
      "the least sure first\(unclassifiedText): no sample, not counted until all is done"
    case .random(let seed): "shuffled, seed \(seed)"
    }
  }

  private var unclassifiedText: String {
    let count = (0..<rows.count).count { !standing(at: $0).contains(.examined) }
    return count == 0 ? "" : " (\(count) not classified stand last: C)"
  }

  mutating func takeTimes(_ times: [ImagePath: Int64]) {
    self.times = times
    guard order == .time, drawn == nil else { return }
    arrange()
  }

  /// A batch is through: what follows the selected picture is ordered by what is known now.
  mutating func orderAnew() {
    guard order.followsSuggestions, drawn == nil else { return }
    arrange()
  }

  mutating func applyFilter(_ text: String) {
    let wanted = Filter(text, classes: session.classes)
    let before = filter
    filter = wanted
    arrange()
    guard rows.count == 0, !images.isEmpty else {
      message = Message(
        kind: .info,
        text: filter.isEmpty
          ? "all \(scopeRange.count) pictures"
          : "\(rows.count) of \(scopeRange.count) pictures: \(key(.filter)) changes it")
      return
    }
    filter = before
    arrange()
    message = Message(kind: .warning, text: "no picture is \u{201C}\(wanted.text)\u{201D}")
  }
}
