import Review
import Screen

extension State {
  mutating func take(_ key: Key) -> [Effect] {
    touched = true
    drag = nil
    slowLine?.lastKey = now
    lastKey = PressedKey(key, at: now, after: lastKey)
    if layout(for: size).isTooSmall { return takeUnseen(key) }
    switch mode {
    case .desk: return takeAtDesk(key)
    case .find(let text): takeInFind(key, text: text)
    case .tree(let tree): return takeInTree(key, tree)
    case .firstSteps: return takeAtFirstSteps(key)
    case .help(let view): return takeInHelp(key, view)
    case .box(let edit): return takeInBoxEdit(key, edit)
    case .confirmQuit: return takeInConfirmQuit(key)
    case .entry(let entry): return takeInEntry(key, entry)
    case .chooseOrder: return takeInChooseOrder(key)
    case .identity(let form): return takeInIdentity(key, form)
    case .trail(let trail): return takeInTrail(key, trail)
    case .field(let page): return takeInField(key, page)
    case .disagreements(let list): return takeInDisagreements(key, list)
    case .differential(let scroll): return takeInDifferential(key, scroll)
    case .gallery: return takeInGallery(key)
    case .errors: return takeInErrors(key)
    case .twins(let place): return takeInTwins(key, place)
    case .training(let scroll): return takeInTraining(key, scroll)
    }
    return []
  }

  /// In a window too small to show anything, nothing is answered: only the ways out work.
  private mutating func takeUnseen(_ key: Key) -> [Effect] {
    switch (key, keymap.command(for: key)) {
    case (.control("l"), _), (_, .redraw): return [.redraw]
    case (.control("z"), _), (_, .suspend): return [.suspend]
    // The question cannot be seen here; whoever presses the key again means it.
    case (_, .quit), (_, .quitNow):
      return mode == .confirmQuit ? takeInConfirmQuit(.character("y")) : quit()
    default: return []
    }
  }

  /// A paste is text: outside a text field it does nothing but say so.
  mutating func takePaste(_ text: String) {
    let line = text.filter { !$0.isNewline }
    if case .find(let typed) = mode {
      mode = .find(typed + line)
    } else if case .entry(var entry) = mode {
      entry.text += line
      mode = .entry(entry)
    } else if case .identity(var form) = mode {
      form.texts[form.field.rawValue] += line
      mode = .identity(form)
    } else if case .help(let view) = mode, view.isTyping {
      for character in line { _ = take(.character(character)) }
    } else {
      message = Message(kind: .warning, text: "a paste was ignored: only keys you press count here")
    }
  }

  mutating func takeAtDesk(_ key: Key) -> [Effect] {
    let first = prefix
    prefix = nil
    if case .character(let character) = key,
      let command = keymap.command(forDoubled: character)
    {
      if first == character { return perform(command) }
      prefix = character
      return []
    }
    if key == .escape {
      message = nil
      return []
    }
    guard let command = keymap.command(for: key) else {
      message = Message(
        kind: .warning, text: "\(key.shown) does nothing here: \(self.key(.help)) shows the keys")
      return []
    }
    return perform(command)
  }

  private mutating func takeInConfirmQuit(_ key: Key) -> [Effect] {
    switch key {
    case .character("y"), .character("Q"):
      return training.isRunning && !training.leavesAtEnd ? leaveTraining() : [.quit]
    case .control("l"): return [.redraw]
    case .control("z"): return [.suspend]
    default:
      mode = gallery == nil ? .desk : .gallery
      return []
    }
  }

  var keymap: Keymap { session.keymap }

  /// The key to press for a command, as messages name it.
  func key(_ command: Command) -> String { keymap.key(command) }

  /// Does what a key asks for, or says why it cannot.
  mutating func perform(_ command: Command) -> [Effect] {
    if let reason = command.disabledReason(in: self) {
      message = Message(kind: .warning, text: reason)
      return []
    }
    message = nil
    switch command {
    case .down: select(selected + 1)
    case .up: select(selected - 1)
    case .halfPageDown: select(selected + max(1, listRows / 2))
    case .halfPageUp: select(selected - max(1, listRows / 2))
    case .first: selectEnd(0)
    case .last: selectEnd(rows.count - 1)
    case .nextUnreviewed: selectUnreviewed(forward: true)
    case .previousUnreviewed: selectUnreviewed(forward: false)
    case .nextCell: selectCell(offset: 1)
    case .previousCell: selectCell(offset: -1)
    case .classify: return classifySelected()
    case .classifyRest: return classifyRest()
    case .accept: return accept()
    case .label(let index): return answer(session.classes[index].label)
    case .unidentified: return answer(.unidentified)
    case .other: return answer(.other)
    case .repeatLast: return lastLabel.map { answer($0) } ?? []
    case .flag: return toggleFlag()
    case .nextFlagged: selectFlagged()
    case .note: mode = .entry(TextEntry(purpose: .note, text: selectedRemarks.note))
    case .reason: mode = .entry(TextEntry(purpose: .reason, text: ""))
    case .order: mode = .chooseOrder
    case .filter: mode = .entry(TextEntry(purpose: .filter, text: filter.text))
    case .blind: toggleBlind()
    case .checkSet: toggleCheck()
    case .secondReview: return toggleSecondReview()
    case .disagreements: openDisagreements()
    case .identity:
      mode = .identity(
        IdentityForm(
          slide, agreement, classes: session.classes, counted: differential.total))
      drift = nil
      return [.checkDrift]
    case .history: return openTrail()
    case .differential: openDifferential()
    case .sign: return beginSigning()
    case .export: mode = .entry(TextEntry(purpose: .exportFile, text: exportName))
    case .undo: return undo()
    case .redo: return redo()
    case .addBox: beginBox(moving: nil)
    case .moveBox: beginBox(moving: cell)
    case .toggleField:
      view = View(wholeField: !view.wholeField)
    case .zoomIn: view.zoom = min(View.zooms.upperBound, view.zoom + 1)
    case .zoomOut: view.zoom = max(View.zooms.lowerBound, view.zoom - 1)
    case .zoomReset: view = View(wholeField: view.wholeField)
    case .panLeft: pan(horizontally: -1, vertically: 0)
    case .panRight: pan(horizontally: 1, vertically: 0)
    case .panUp: pan(horizontally: 0, vertically: -1)
    case .panDown: pan(horizontally: 0, vertically: 1)
    case .cycleTone: cycleTone()
    case .cycleSymbols: cycleSymbols()
    case .find: mode = .find("")
    case .gallery: if errors == nil { openGallery() } else { openErrors() }
    case .references: toggleReferences()
    case .heat: toggleHeat()
    case .nextHeat: showNextHeat()
    case .outlines: toggleOutlines()
    case .measure: return openField()
    case .sameCells: openTwins()
    case .tree: openTree()
    case .findNext: findAgain(forward: true)
    case .findPrevious: findAgain(forward: false)
    case .train: return openTraining()
    case .retry: return retryRecording()
    case .toggleBandwidth: return toggleBandwidth()
    case .firstSteps: mode = .firstSteps
    case .help: mode = .help(HelpView())
    case .redraw: return [.redraw]
    case .suspend: return [.suspend]
    case .quit, .quitNow: return quit()
    }
    return []
  }

  mutating func quit() -> [Effect] {
    guard recording.refused.isEmpty, !training.isRunning else {
      mode = .confirmQuit
      return []
    }
    return [.quit]
  }
}
