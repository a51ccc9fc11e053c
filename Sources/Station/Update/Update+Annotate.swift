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
    guard let decision = cell?.decisionEntry ?? imageReview.fieldDecision?.entry else { return [] }
    return annotate(.reason, text: text, of: decision, says: "reason \u{201C}\(text)\u{201D}")
  }

  private mutating func annotate(
    _ kind: Annotation.Kind, text: String, of decision: EntryID? = nil, says: String
  ) -> [Effect] {
    guard let image, let sha256 = imageReview.sha256 ?? shownFacts?.sha256 else { return [] }
    let annotation = Annotation(
      image: image, imageSHA256: sha256, cell: cell?.id, kind: kind, text: text,
      decision: decision)
    let words = "\(shortName(image)) \(says)"
    rememberStep(image: image, cell: cell?.id, text: words)
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
      if index != selected { select(index) }
      if let flagged = imageReview.cells.firstIndex(where: { $0.remarks.isFlagged }) {
        selectCell(offset: flagged - selectedCell)
      }
      return
    }
    message = Message(kind: .info, text: "nothing is flagged here: \(key(.flag)) flags a cell")
  }
}
