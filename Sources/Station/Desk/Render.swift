import Review
public import Screen

/// Draws the station. Pure: the same state and size give the same frame.
public func render(_ state: State, size: Size) -> Frame {
  var frame = Frame(size: size)
  let layout = state.layout(for: size)
  guard !layout.isTooSmall else {
    frame.tooSmall(state)
    return frame
  }
  if case .help(let view) = state.mode {
    frame.help(state, view)
    return frame
  }
  switch state.mode {
  case .identity(let form):
    frame.identityPage(state, form)
    return frame
  case .trail(let trail):
    frame.trailPage(state, trail)
    return frame
  case .field(let page):
    frame.fieldPage(state, page)
    return frame
  case .twins(let place):
    frame.twinsPage(state, place)
    return frame
  case .errors:
    if let errors = state.errors { frame.errorPage(state, errors) }
    return frame
  case .training(let scroll):
    frame.trainingPage(state, scroll)
    return frame
  case .disagreements(let list):
    frame.disagreementPage(state, list)
    return frame
  case .differential(let scroll):
    frame.differentialPage(state, scroll, nil)
    return frame
  case .entry(let entry) where entry.isSigning:
    frame.differentialPage(state, Scroll(), entry)
    return frame
  case .gallery:
    guard let gallery = state.gallery, GalleryLayout.fits(size) else { break }
    frame.galleryPage(state, gallery)
    return frame
  default: break
  }
  frame.title(state, layout)
  if case .tree(let tree) = state.mode {
    frame.tree(state, tree)
    return frame
  }
  frame.list(state, layout)
  frame.counts(state, layout)
  if state.mode == .firstSteps {
    frame.firstSteps(state, layout)
  } else {
    frame.picturePanel(state, layout)
  }
  if layout.isWide {
    frame.suggestionColumn(state, layout)
  } else {
    frame.suggestionLines(state, layout)
  }
  frame.scaleBar(state, layout)
  if let answers = layout.answers { frame.lastAnswers(state, answers) }
  if let references = layout.references { frame.referencesPanel(state, layout, references) }
  frame.statusLine(state, layout)
  frame.keyLine(state, layout)
  return frame
}

/// The label every screen and export carries.
public let researchUseNotice = "For research use only. Not for use in diagnostic procedures."

extension Frame {
  fileprivate mutating func tooSmall(_ state: State) {
    let needed = Layout.smallest
    let lines = [
      "Window too small:", "\(size.columns) x \(size.rows).",
      "HematoVision needs", "\(needed.columns) x \(needed.rows) or more.",
      "Enlarge it; no other key", "than \(state.key(.quit)) does anything.",
    ]
    let top = max(0, (size.rows - lines.count) / 2)
    for (index, line) in lines.enumerated() where top + index < size.rows {
      put(
        line, column: max(0, (size.columns - line.count) / 2), row: top + index,
        style: Style(index == 0 ? .statusWarning : .text), clip: .ellipsis)
    }
  }

  mutating func title(_ state: State, _ layout: Layout) {
    let style = Style(.title)
    let columns = layout.size.columns
    fill(layout.title, style)
    let lead = columns > researchUseNotice.count ? 1 : 0
    var used = put(researchUseNotice, column: lead, row: 0, style: style) + lead
    let pace = state.pace.perMinute(at: state.now).map { " \($0)/min" } ?? ""
    let who =
      state.slide.reviewer
      + (layout.isWide ? "  today \(state.pace.today)\(pace)" : "")
    let log = state.recording.fault == nil ? "log ok" : "LOG FAILED"
    var parts: [String] =
      layout.isWide
      ? ["HematoVision", "order: \(state.order.text)", state.session.colours, who, log]
      : [who, log]
    if let line = state.slowLine {
      parts.insert(line.text(isWide: layout.isWide), at: parts.count - 1)
    }
    // From the right, the most important last part first, as far as there is room.
    var text = ""
    for part in parts.reversed() {
      let next = text.isEmpty ? part : "\(part)  \(text)"
      guard used + 2 + ScreenText.width(of: next) + 1 <= columns else { break }
      text = next
    }
    used = ScreenText.width(of: text)
    put(
      text, column: columns - used - 1, row: 0,
      style: state.recording.fault == nil ? style : Style(.statusError))
  }

  /// A message in the middle of a panel: what is the case, and what to do.
  mutating func centred(_ lines: [(String, Role)], in rect: Rect) {
    var wrapped: [(String, Role)] = []
    for (text, role) in lines {
      for line in wrap(text, width: max(8, rect.columns - 2)) { wrapped.append((line, role)) }
    }
    let top = rect.row + max(0, (rect.rows - wrapped.count) / 2)
    for (index, line) in wrapped.enumerated() where index < rect.rows {
      let width = min(ScreenText.width(of: line.0), rect.columns)
      put(
        line.0, column: rect.column + (rect.columns - width) / 2, row: top + index,
        style: Style(line.1), width: rect.columns, clip: .ellipsis)
    }
  }
}

/// Breaks text between words so that each line takes at most `width` columns.
func wrap(_ text: String, width: Int) -> [String] {
  var lines: [String] = []
  var line = ""
  for word in text.split(separator: " ") {
    if line.isEmpty {
      line = String(word)
    } else if ScreenText.width(of: line) + 1 + ScreenText.width(of: String(word)) <= width {
      line += " " + word
    } else {
      lines.append(line)
      line = String(word)
    }
  }
  return line.isEmpty ? lines : lines + [line]
}
