import Review
import Screen

/// Who reviews which slide, and how many cells: being filled in.
public struct IdentityForm: Equatable, Sendable {
  /// A line of the form.
  enum Field: Int, CaseIterable, Equatable, Sendable {
    case reviewer, specimen, slide, target, whiteCells

    var name: String {
      switch self {
      case .reviewer: "Reviewer"
      case .specimen: "Specimen"
      case .slide: "Slide"
      case .target: "Count to"
      case .whiteCells: "WBC"
      }
    }

    var help: String {
      switch self {
      case .reviewer: "every answer is recorded under this name"
      case .specimen: "the laboratory's number; goes into every export"
      case .slide: "the directory's name until you give another"
      case .target: "200 cells, or Eos 5 (a class, points); fixed before counting"
      case .whiteCells: "white cells in 10^9/l, not corrected; gives absolute counts"
      }
    }
  }

  var field: Field = .reviewer
  var texts: [String]
  /// As it was when the form was opened.
  let agreement: Agreement

  private let classes: [CellClass]
  /// The target that may no longer change, since counting began.
  private let fixed: Fixed?

  private struct Fixed: Equatable {
    let target: CountTarget?
    let counted: Int
  }

  /// - Parameter counted: Cells counted so far: a target is fixed before the first.
  init(_ slide: SlideIdentity, _ agreement: Agreement, classes: [CellClass], counted: Int) {
    self.agreement = agreement
    texts = [
      slide.reviewer, slide.specimen, slide.slide, Self.text(of: slide.target, classes),
      slide.whiteCellCount.map(short) ?? "",
    ]
    self.classes = classes
    fixed = counted > 0 && slide.target != nil ? Fixed(target: slide.target, counted: counted) : nil
  }

  /// What was filled in, or why it cannot be taken.
  func identity(of directory: ImagePath) -> Result<SlideIdentity, Refusal> {
    let texts = texts.map { $0.split(separator: " ").joined(separator: " ") }
    guard !texts[0].isEmpty else { return .failure(Refusal(text: "a reviewer needs a name")) }
    let target: CountTarget?
    switch self.target(from: texts[3]) {
    case .success(let wanted): target = wanted
    case .failure(let refusal): return .failure(refusal)
    }
    if let fixed, fixed.target != target {
      return .failure(
        Refusal(
          text:
            "\(fixed.counted) are counted, the target stays: the page of the differential counts on"
        ))
    }
    let whiteCells = texts[4].isEmpty ? nil : Double(texts[4].replacing(",", with: "."))
    guard texts[4].isEmpty || whiteCells.map({ $0 > 0 && $0 < 10_000 }) == true else {
      return .failure(
        Refusal(text: "\u{201C}\(texts[4])\u{201D} is no count in 10^9/l, such as 7.5"))
    }
    let slide = texts[2].isEmpty ? directory.fileName.lossyText : texts[2]
    return .success(
      SlideIdentity(
        directory: directory, specimen: texts[1], slide: slide, reviewer: texts[0],
        targetCount: nil, whiteCellCount: whiteCells
      ).aiming(at: target))
  }

  /// A target as it is typed: `200`, or `Eos 5` for a class and percentage points.
  private func target(from text: String) -> Result<CountTarget?, Refusal> {
    if text.isEmpty { return .success(nil) }
    if let count = Int(text), (1...100_000).contains(count) { return .success(.cells(count)) }
    let words = text.replacing("%", with: "").split(separator: " ").map { $0.lowercased() }
    if words.count == 2, let points = Double(words[1].replacing(",", with: ".")),
      points > 0, points < 100
    {
      let found = classes.first {
        $0.countsInTotal
          && [$0.short, $0.name, $0.code].map { $0.lowercased() }.contains(words[0])
      }
      if let found {
        return .success(.width(WidthTarget(label: found.label, percentagePoints: points)))
      }
      return .failure(Refusal(text: "no class that counts in the total is called \(words[0])"))
    }
    return .failure(
      Refusal(text: "\u{201C}\(text)\u{201D} is no target, such as 100, or Eos 5"))
  }

  private static func text(of target: CountTarget?, _ classes: [CellClass]) -> String {
    switch target {
    case nil: ""
    case .cells(let count): "\(count)"
    case .width(let target):
      (classes.first { $0.label == target.label }?.short ?? target.label.rawValue)
        + " \(short(target.percentagePoints))"
    }
  }

  struct Refusal: Error, Equatable { let text: String }
}

extension State {
  mutating func takeInIdentity(_ key: Key, _ form: IdentityForm) -> [Effect] {
    var form = form
    let last = IdentityForm.Field.allCases.count - 1
    switch key {
    case .escape, .control("c"):
      mode = .desk
      message = Message(kind: .info, text: "left as it was")
      return []
    case .control("l"): return [.redraw]
    case .control("z"): return [.suspend]
    case .down, .tab:
      form.field = .init(rawValue: (form.field.rawValue + 1) % (last + 1)) ?? .reviewer
    case .up, .backTab:
      form.field = .init(rawValue: (form.field.rawValue + last) % (last + 1)) ?? .reviewer
    case .backspace:
      form.texts[form.field.rawValue] = String(form.texts[form.field.rawValue].dropLast())
    case .control("u"): form.texts[form.field.rawValue] = ""
    case .character(let character): form.texts[form.field.rawValue].append(character)
    case .enter: return finish(form)
    default: break
    }
    mode = .identity(form)
    return []
  }

  private mutating func finish(_ form: IdentityForm) -> [Effect] {
    switch form.identity(of: session.directory) {
    case .failure(let refusal):
      mode = .identity(form)
      message = Message(kind: .warning, text: refusal.text)
      return []
    case .success(let identity):
      mode = .desk
      guard identity != slide else {
        message = Message(kind: .info, text: "nothing changed")
        return []
      }
      return identify(identity)
    }
  }

  /// Takes an identity; answers from now on carry its reviewer.
  mutating func identify(_ identity: SlideIdentity) -> [Effect] {
    let isOther = identity.reviewer != slide.reviewer
    slide = identity
    // Another person's steps are not this one's to take back.
    if isOther { (undoStack, redoStack) = ([], []) }
    let effects =
      (isOther ? [.signIn(reviewer: identity.reviewer)] : [])
      + enter(
        .identified(identity),
        message: isOther ? "signed in as \(identity.reviewer)" : "slide \(identity.slide)")
    resumeSecondReview()
    return effects
  }
}

extension Frame {
  /// The form, its research-use notice above and the keys below.
  mutating func identityPage(_ state: State, _ form: IdentityForm) {
    pageTitle("who, which slide, how many cells")
    for field in IdentityForm.Field.allCases {
      let row = (size.rows < 26 ? 3 : 4) + field.rawValue * (size.rows < 26 ? 2 : 3)
      let isHere = field == form.field
      put(
        (isHere ? ">" : " ") + field.name, column: 2, row: row,
        style: Style(isHere ? .heading : .text, isHere ? .bold : []), width: 12)
      let room = max(10, size.columns - 18)
      let text = form.texts[field.rawValue].keepingEnd(room - 1)
      fill(
        Rect(column: 15, row: row, columns: room, rows: 1), Style(isHere ? .selection : .text))
      put(text, column: 15, row: row, style: Style(isHere ? .selection : .text), width: room)
      put(
        field.help, column: 15, row: row + 1, style: Style(.muted), width: room, clip: .ellipsis)
      if isHere {
        cursor = Position(column: 15 + min(room - 1, ScreenText.width(of: text)), row: row)
      }
    }
    var row = size.rows < 26 ? 14 : 20
    for line in identityFacts(state, form.agreement) where row < size.rows - 2 {
      put(line, column: 2, row: row, style: Style(.text), width: size.columns - 4, clip: .ellipsis)
      row += 1
    }
    pageMessage(state)
    pageKeys([("↓ ↑", "field"), ("Enter", "keep"), ("Ctrl-U", "empty"), ("Esc", "leave")])
  }

  /// The day's progress and how the answers agree with the suggestions.
  private func identityFacts(_ state: State, _ agreement: Agreement) -> [String] {
    func share(_ part: (agreed: Int, of: Int)) -> String {
      part.of == 0
        ? "none"
        : "\(part.agreed) of \(part.of) (\(percentText(100 * Double(part.agreed) / Double(part.of))))"
    }
    return [
      "Answers today under this name: \(state.pace.today)"
        + (state.pace.perMinute(at: state.now).map { ", \($0) a minute just now" } ?? ""),
      "Agreed with suggestions that were shown: \(share(agreement.seen))",
      "Agreed where the suggestion was withheld: \(share(agreement.withheld))",
      "Suggestions are by \(state.session.model.id), SHA-256 \(state.session.model.sha256.prefix(12))",
    ] + (state.drift ?? ["Looking in the log whether agreement has fallen"])
  }
}
