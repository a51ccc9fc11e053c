import Review

extension State {
  mutating func classifySelected() -> [Effect] {
    guard let image else { return [] }
    if queue.waiting.isEmpty { queue.asked = 0 }
    if queue.waiting.insert(image).inserted { queue.asked += 1 }
    message = Message(kind: .info, text: "looking for white cells")
    return [.classify([image], first: true)]
  }

  /// Everything not yet done, from the selected picture on; a second time stops it.
  mutating func classifyRest() -> [Effect] {
    if queue.waiting.count > 1 {
      let done = queue.asked - queue.waiting.count
      message = Message(kind: .info, text: "stopped after \(done) of \(queue.asked) pictures")
      queue = ClassifyQueue()
      return [.cancelClassification]
    }
    let inOrder = [selected..<rows.count, 0..<selected].joined()
    let rest = inOrder.filter { standing(at: $0).isDisjoint(with: [.examined, .gone]) }
      .map { picture(at: $0) }.filter { !queue.waiting.contains($0) }
    guard !rest.isEmpty else {
      message = Message(kind: .info, text: "every picture has been classified")
      return []
    }
    if queue.waiting.isEmpty { queue.asked = 0 }
    queue.waiting.formUnion(rest)
    queue.asked += rest.count
    message = Message(
      kind: .info,
      text: "classifying \(rest.count) pictures in the background: \(key(.classifyRest)) stops it")
    return [.classify(rest, first: false)]
  }

  mutating func takeClassification(_ classification: Classification) -> [Effect] {
    let path = classification.image
    let wasBatch = queue.asked > 1
    let chosen = path == image ? cell?.id : nil
    let isAwaited = queue.waiting.remove(path) != nil
    let effects = enter(.classified(classification), message: nil)
    if path == image {
      let cells = imageReview.cells
      let awaited = takeAwaitedCell(in: path)
      let wanted = awaited?.cell ?? chosen
      selectedCell =
        cells.firstIndex { $0.id == wanted } ?? cells.firstIndex { $0.isOpen } ?? 0
      if shown?.request != wantedPicture { visibleSince = nil } else { visibleSince = now }
      // One that was on its way when the batch was stopped must not cover that it was.
      if isAwaited { message = awaited?.message ?? outcomeMessage(classification) }
    }
    if queue.waiting.isEmpty, wasBatch {
      let failed = catalogue.total.unreadable
      message = Message(
        kind: failed == 0 ? .info : .warning,
        text: "\(queue.asked) pictures classified"
          + (failed == 0 ? "" : ", \(failed) in this directory could not be read (x)"))
      queue = ClassifyQueue()
      orderAnew()
    }
    return effects
  }

  private func outcomeMessage(_ classification: Classification) -> Message {
    switch classification.outcome {
    case .failed(let notice):
      return Message(kind: .error, text: notice.line)
    case .cells(_, let cells) where cells.isEmpty:
      return Message(
        kind: .info,
        text: "no white cell found: \(key(.accept)) agrees, \(key(.addBox)) places a box, "
          + "a class's key labels the field")
    case .cells(_, let cells):
      return Message(
        kind: .info,
        text: cells.count == 1
          ? "1 white cell found"
          : "\(cells.count) white cells found: \(key(.nextCell)) goes through them")
    }
  }
}
