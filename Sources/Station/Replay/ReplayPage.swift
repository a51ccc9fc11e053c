public import Review
public import Screen

/// A past review on the screen: the records around one of them, and the differential after that one.
public struct ReplayPage: Sendable {
  /// A record in words, with what is counted after it.
  public struct Step: Sendable {
    let text: String
    let differential: Differential

    /// The step as the page shows it.
    public init(_ step: Replay.Step, below root: ImagePath?) {
      text = ReplayText.what(step, below: root)
      differential = step.differential
    }
  }

  private let title: String
  private let steps: [Step]
  private let classes: [CellClass]
  /// Place of the shown step among the steps, from 0.
  private(set) var place = 0
  /// Whether the reader has left.
  public private(set) var isOver = false

  /// A replay at its first step; there is at least one.
  public init(title: String, steps: [Step], classes: [CellClass]) {
    self.title = title
    self.steps = steps
    self.classes = classes
  }

  /// Goes forwards or back, or leaves.
  public mutating func take(_ key: Key, size: Size) {
    let page = rows(size)
    switch key {
    case .character(" "), .right, .down, .character("j"), .character("l"): place += 1
    case .left, .up, .backspace, .character("k"), .character("h"): place -= 1
    case .pageDown, .control("d"): place += page
    case .pageUp, .control("u"): place -= page
    case .home: place = 0
    case .end, .character("G"): place = steps.count
    case .character("q"), .character("Q"), .escape, .control("c"): isOver = true
    default: break
    }
    place = min(max(0, place), steps.count - 1)
  }

  /// The page at this size.
  public func frame(_ size: Size) -> Frame {
    var frame = Frame(size: size)
    frame.pageTitle("\(title): step \(place + 1) of \(steps.count)")
    let rows = rows(size)
    let first = min(max(0, place - rows / 2), max(0, steps.count - rows))
    for (row, step) in steps.dropFirst(first).prefix(rows).enumerated() {
      let isShown = first + row == place
      frame.put(
        (isShown ? "> " : "  ") + step.text, column: 1, row: 3 + row,
        style: isShown ? Style(.text, .bold) : Style(.muted), width: size.columns - 2,
        clip: .ellipsis)
    }
    let table = ReplayText.table(steps[place].differential, Replay(classes: classes))
    for (row, line) in table.enumerated() where 4 + rows + row < size.rows - 1 {
      frame.put(
        line, column: 3, row: 4 + rows + row, style: Style(.text), width: size.columns - 4,
        clip: .ellipsis)
    }
    frame.pageKeys([
      ("Space \u{2192}", "forwards"), ("\u{2190}", "back"), ("Home End", "first, last"),
      ("q", "leave"),
    ])
    return frame
  }

  /// Rows of records; the rest is the differential's, whose rows grow while it is counted.
  private func rows(_ size: Size) -> Int {
    let table = min(classes.count + 2, (size.rows - 5) / 2)
    return max(1, size.rows - 5 - table)
  }
}
