import Review

/// What a key can ask for at the desk.
public enum Command: Hashable, Sendable {
  case down, up, halfPageDown, halfPageUp, first, last
  case nextUnreviewed, previousUnreviewed
  case nextCell, previousCell
  case classify, classifyRest
  case accept
  /// Label with the class at this place of the model's list.
  case label(Int)
  case unidentified, other
  /// Label with the class that was answered last.
  case repeatLast
  case flag, nextFlagged, note, reason
  case order, filter, blind, checkSet
  /// A blind second review; the cells that reviewers disagree about.
  case secondReview, disagreements
  case identity, history
  /// The differential as a page, and a signature under it.
  case differential, sign
  /// Write the answers of this directory as a table.
  case export
  case undo, redo
  case addBox, moveBox
  case toggleField, zoomIn, zoomOut, zoomReset
  case panLeft, panDown, panUp, panRight
  case find, findNext, findPrevious, tree
  case cycleTone, cycleSymbols
  case gallery, references
  /// Where the model saw what speaks for a class.
  case heat, nextHeat
  /// Cells and nuclei outlined in the picture.
  case outlines
  /// Everything that is measured in the picture.
  case measure
  /// Ask about cells that may be the same.
  case sameCells
  /// Train a head on the answered cells of the log.
  case train
  case retry
  case toggleBandwidth
  case help, firstSteps, redraw, suspend, quit, quitNow
}

extension Command {
  /// The command's name in `keymap.toml`, such as `next-unreviewed`.
  ///
  /// Made from the case's name, so that a command has one from its first day; the README lists them
  /// all, and a test compares, so that none changes unseen. A class's key is named after the class:
  /// `Keymap.action(of:)`.
  public var name: String {
    "\(self)".prefix { $0 != "(" }
      .reduce(into: "") { name, letter in
        name += letter.isUppercase ? "-" + letter.lowercased() : String(letter)
      }
  }

  /// Why the command can do nothing now; nil when it can.
  ///
  /// - Parameter lookedLongEnough: Leaves the time the cell was on screen out of account, for the
  ///   key line, which would flicker.
  func disabledReason(in state: State, lookedLongEnough: Bool = false) -> String? {
    state.veilReason(self) ?? state.errorsReason(self) ?? reason(in: state, lookedLongEnough)
  }

  private func reason(in state: State, _ lookedLongEnough: Bool) -> String? {
    switch self {
    case .help, .firstSteps, .toggleBandwidth, .redraw, .suspend, .quit, .quitNow, .train: nil
    case .retry: state.recording.fault == nil ? "nothing failed to be saved" : nil
    case .undo:
      Self.logReason(state)
        ?? (state.undoStack.isEmpty
          ? "nothing to undo" : Self.heldReason(state, lookedLongEnough))
    case .redo:
      Self.logReason(state)
        ?? (state.redoStack.isEmpty ? "nothing to redo" : Self.heldReason(state, lookedLongEnough))
    case .accept:
      Self.labelReason(state, lookedLongEnough) ?? Self.acceptReason(state)
    case .label, .unidentified, .other:
      Self.labelReason(state, lookedLongEnough) ?? state.settlingReason
    case .repeatLast:
      Self.labelReason(state, lookedLongEnough) ?? state.settlingReason
        ?? (state.lastLabel == nil ? "nothing was answered yet that could be repeated" : nil)
    case .flag, .note:
      Self.logReason(state) ?? (state.images.isEmpty ? "no picture in this directory" : nil)
        ?? (state.imageReview.sha256 == nil && state.shownFacts == nil
          ? "the picture is not on screen" : nil)
    case .reason:
      Self.logReason(state)
        ?? (state.reasonSubject == nil ? "no answer yet to give a reason for" : nil)
    case .blind:
      state.check == nil ? nil : "a check set is always blind: \(state.key(.checkSet)) leaves it"
    case .identity: Self.logReason(state)
    case .sign: state.signingReason
    case .differential: nil
    case .export:
      Self.logReason(state)
        ?? (state.catalogue.total.answers.isEmpty ? "nothing was answered yet to export" : nil)
    case .order, .filter:
      state.drawnReason ?? (state.images.isEmpty ? "no picture in this directory" : nil)
    case .secondReview:
      Self.logReason(state) ?? (state.second == nil ? state.secondReviewReason : nil)
    case .disagreements:
      state.historyLoaded ? nil : "earlier answers are still being read: a moment"
    case .checkSet:
      Self.logReason(state)
        ?? (state.check == nil && state.openCheck == nil && state.surePopulation.isEmpty
          ? state.nothingToCheck : nil)
    case .addBox: Self.logReason(state) ?? Self.pictureReason(state)
    case .moveBox:
      Self.logReason(state) ?? Self.pictureReason(state)
        ?? (state.cell == nil ? "no box here to move: \(state.key(.addBox)) adds one" : nil)
    case .cycleSymbols:
      state.session.pictures.halfBlocksOnly.map { "half blocks only: \($0)" }
        ?? (state.images.isEmpty ? "no picture in this directory" : nil)
    case .nextCell, .previousCell:
      state.imageReview.cells.count < 2 ? "this picture has no other cell" : nil
    case .gallery where state.errors != nil: state.drawnReason
    case .gallery where !state.images.isEmpty:
      state.drawnReason ?? (GalleryLayout.fits(state.size) ? nil : state.galleryNeeds)
    case .references where state.references.rank == nil: state.referencesNeed
    case .heat, .nextHeat: state.imagesReason ?? state.heatReason
    case .outlines: state.imagesReason ?? state.outlinesReason
    case .measure: state.imagesReason
    case .sameCells:
      Self.logReason(state)
        ?? (state.doubtfulCount == 0 ? "no two cells look as if they were the same" : nil)
    case .findNext, .findPrevious:
      state.lastFind.isEmpty ? "nothing was looked for yet: \(state.key(.find)) finds a name" : nil
    default:
      state.images.isEmpty ? "no picture in this directory" : Self.viewReason(self, state)
    }
  }

  /// Why a change of the view would change nothing.
  private static func viewReason(_ command: Command, _ state: State) -> String? {
    let reset = state.key(.zoomReset)
    switch command {
    case .panLeft, .panRight, .panUp, .panDown:
      return state.shownFacts == nil ? "the picture is not on screen" : nil
    case .zoomIn, .zoomOut, .zoomReset, .toggleField:
      if let shown = state.shown, shown.request.image == state.image, case .failed = shown.content {
        return "the picture cannot be read"
      }
    default: return nil
    }
    switch command {
    case .zoomIn where state.view.zoom >= View.zooms.upperBound:
      return "this is as large as it gets: \(reset) goes back to the usual view"
    case .zoomOut where state.view.zoom <= View.zooms.lowerBound:
      return "this is as wide as it gets: \(reset) goes back to the usual view"
    case .zoomReset where state.view == View(wholeField: state.view.wholeField):
      return "this is the usual view"
    case .toggleField where state.cell?.box == nil:
      return "no cell here to show alone: this is the whole field"
    default: return nil
    }
  }

  private static func logReason(_ state: State) -> String? {
    state.recording.fault == nil
      ? nil : "reviewing is stopped until the log can be written: \(state.key(.retry)) retries"
  }

  /// Why a key that repeats because it is held down does nothing more.
  private static func heldReason(_ state: State, _ lookedLongEnough: Bool) -> String? {
    !lookedLongEnough && state.lastKey?.isHeld == true
      ? "too quick: a held key does this once" : nil
  }

  private static func pictureReason(_ state: State) -> String? {
    if state.images.isEmpty { return "no picture in this directory" }
    return state.shownFacts == nil ? "the picture is not on screen" : nil
  }

  private static func labelReason(_ state: State, _ lookedLongEnough: Bool) -> String? {
    if let reason = logReason(state) { return reason }
    guard state.historyLoaded else { return "earlier answers are still being read: a moment" }
    guard let image = state.image else { return "no picture in this directory" }
    if let shown = state.shown, shown.request.image == image, case .failed = shown.content {
      return "the picture cannot be read: there is nothing to label"
    }
    if state.queue.waiting.contains(image) { return "still looking for cells in this picture" }
    switch state.imageReview.finding {
    case .unclassified where state.cell == nil:
      return "press \(state.key(.classify)) first: it finds the cells"
    case .failed where state.cell == nil:
      return
        "no cells could be looked for: \(state.key(.classify)) tries again, \(state.key(.addBox)) places a box"
    default: break
    }
    // A reading and a word that decides count nothing.
    if state.isCountFull, state.second == nil, state.settled == nil {
      return
        "the target is reached: \(state.key(.differential)), then n counts on; \(state.key(.sign)) signs"
    }
    if let reason = heldReason(state, lookedLongEnough) { return reason }
    if lookedLongEnough { return nil }
    guard let since = state.visibleSince, state.now - since >= state.guards.lookMilliseconds
    else {
      return "too quick: look at the cell first"
    }
    return nil
  }

  private static func acceptReason(_ state: State) -> String? {
    if state.settled != nil { return "this is to be decided: press the class's key" }
    guard let cell = state.cell else { return nil }
    guard let suggestion = cell.suggestion else {
      return "no suggestion for this box: press the class's key"
    }
    if let hidden = state.hiddenReason(of: cell) { return hidden.whyAcceptWaits(state) }
    return switch suggestion.status {
    case .ok: nil
    case .uncertain:
      "too unsure to accept with \(state.key(.accept)): \(state.answersText(suggestion))"
    case .outside: "outside the model's main classes: \(state.answersText(suggestion))"
    }
  }
}

extension State {
  fileprivate var imagesReason: String? {
    images.isEmpty ? "no picture in this directory" : nil
  }

  /// Which key says what is suggested; another class has its own.
  fileprivate func answersText(_ suggestion: Suggestion) -> String {
    guard let found = session.cellClass(suggestion.label) else { return "press the class's key" }
    return "press \(key(.label(found.index))) for \(found.cellClass.name), or another class's key"
  }

  /// Why there is no check set to draw.
  fileprivate var nothingToCheck: String {
    catalogue.total.answers.isEmpty
      ? "nothing to check yet: \(key(.classifyRest)) classifies all pictures"
      : "every sure suggestion is answered already: a check is drawn before that"
  }
}

extension HiddenReason {
  /// Why nothing can be accepted here.
  fileprivate func whyAcceptWaits(_ state: State) -> String {
    switch self {
    case .blind: "you work blind: press the class's key (\(state.key(.blind)) shows suggestions)"
    case .spot: "spot check, the suggestion is withheld: press the class's key"
    case .check: "check set, the suggestion is withheld: press the class's key"
    }
  }
}
