import Review

extension State {
  /// Remarks of the selected cell, or of the picture when it has none.
  var selectedRemarks: Remarks { cell?.remarks ?? imageReview.remarks }

  mutating func toggleFlag() -> [Effect] {
    let isFlagged = selectedRemarks.isFlagged
    return annotate(isFlagged ? .unflag : .flag, text: "", says: isFlagged ? "flag off" : "flagged")
  }

  mutating func note(_ text: String) -> [Effect] {
    guard text != selectedRemarks.note else { return [] }
    return annotate(.note, text: text, says: text.isEmpty ? "note taken away" : "noted")
  }

  mutating func giveReason(_ text: String) -> [Effect] {
    guard let subject = reasonSubject, let standing = standing(of: subject) else { return [] }
    return annotate(
      .reason, text: text, of: standing.entry, subject,
      says: "\(name(of: standing.decision.label)): \u{201C}\(text)\u{201D}")
  }

  /// What a reason is about: the answer on screen, or else the one that was just given.
  var reasonSubject: Subject? {
    if let image {
      let here = Subject(image: image, cell: cell?.id)
      if standing(of: here) != nil { return here }
    }
    return undoStack.last.map { Subject(image: $0.image, cell: $0.cell) }
      .flatMap { standing(of: $0) == nil ? nil : $0 }
  }

  private mutating func annotate(
    _ kind: Annotation.Kind, text: String, of decision: EntryID? = nil, _ subject: Subject? = nil,
    says: String
  ) -> [Effect] {
    guard let subject = subject ?? image.map({ Subject(image: $0, cell: cell?.id) }),
      let sha256 = review[subject.image].sha256
        ?? (subject.image == image ? shownFacts?.sha256 : nil)
    else { return [] }
    let annotation = Annotation(
      image: subject.image, imageSHA256: sha256, cell: subject.cell, kind: kind, text: text,
      decision: decision)
    let cells = review[subject.image].cells
    let place = cells.count < 2 ? nil : cells.firstIndex { $0.id == subject.cell }
    let words = "\(shortName(subject.image)) \(place.map { "cell \($0 + 1) " } ?? "")\(says)"
    rememberStep(image: subject.image, cell: subject.cell, text: words)
    return enter(.annotated(annotation), message: words)
  }

  /// The next picture with a flag, after the selected one; around the end.
  mutating func selectFlagged() {
    let cells = imageReview.cells
    if let next = cells.indices.first(where: {
      $0 > selectedCell && cells[$0].remarks.isFlagged
    }) {
      selectCell(offset: next - selectedCell)
      return
    }
    for step in 1...max(1, rows.count) {
      let index = (selected + step) % max(1, rows.count)
      guard index < rows.count, review[picture(at: index)].isFlagged else { continue }
      let flags = imageReview.cells.count { $0.remarks.isFlagged }
      if index == selected, flags < 2 {
        message = Message(kind: .info, text: "this is the only flag")
      }
      if index != selected { select(index) }
      if let flagged = imageReview.cells.firstIndex(where: { $0.remarks.isFlagged }) {
        selectCell(offset: flagged - selectedCell)
      }
      return
    }
    message = Message(kind: .info, text: "nothing is flagged here: \(key(.flag)) flags a cell")
  }
}
