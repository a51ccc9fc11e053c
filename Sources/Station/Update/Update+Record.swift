import Review

extension State {
  /// Takes an event into the review and on its way to the log; `message` is said once it is there.
  mutating func enter(_ event: LogEvent, message text: String?) -> [Effect] {
    enter([event], message: text)
  }

  /// Takes events that belong together: the log gets all of them or none.
  mutating func enter(_ events: [LogEvent], message text: String?) -> [Effect] {
    let entries = events.enumerated().map { offset, event in
      LogEntry(
        id: EntryID(session: session.id, number: recording.nextNumber + offset), event: event)
    }
    recording.nextNumber += entries.count
    for entry in entries { apply(entry, by: slide.reviewer) }
    guard let last = entries.last else { return [] }
    guard recording.fault == nil else {
      // The log is out of order: keep the entries for the retry, in their turn.
      recording.refused += entries
      return []
    }
    for entry in entries { recording.pending[entry.id] = (entry, nil) }
    recording.pending[last.id] = (last, text)
    if let text { message = Message(kind: .info, text: "\(text): saving") }
    return [.record(entries)]
  }

  mutating func takeRecorded(_ entries: [EntryID]) {
    for id in entries {
      guard let done = recording.pending.removeValue(forKey: id) else { continue }
      references.note(done.entry.event)
      guard let text = done.message else { continue }
      message = Message(kind: .saved, text: "\(text): saved\(after(done.entry.event))")
    }
  }

  /// What can be done about an entry that was saved.
  private func after(_ event: LogEvent) -> String {
    let undoes = " (\(key(.undo)) undoes)"
    switch event {
    case .decided(let decision):
      let reason =
        decision.kind == .override && decision.amends == nil
        ? "\(undoes), \(key(.reason)) says why" : undoes
      return isWhole ? "\(undoes). All reviewed: \(key(.export)) writes the table" : reason
    case .undone: return " (\(key(.redo)) brings it again)"
    case .placed, .annotated, .redone, .secondRead, .adjudicated, .compared: return undoes
    case .opened, .classified, .identified, .checkPlanned, .exported, .signed, .secondPlanned,
      .merged, .gatePlanned, .modelChanged:
      return ""
    }
  }

  mutating func takeRefusal(_ entries: [EntryID], _ notice: Notice) {
    for id in entries {
      guard let failed = recording.pending.removeValue(forKey: id) else { continue }
      recording.refused.append(failed.entry)
      setHolds(false, of: failed.entry)
    }
    recording.fault = notice
    message = nil
  }

  /// Hands everything over again that did not reach the log, in its old order.
  mutating func retryRecording() -> [Effect] {
    let entries = recording.refused
    recording.refused = []
    recording.fault = nil
    for entry in entries {
      setHolds(true, of: entry)
      recording.pending[entry.id] = (entry, nil)
    }
    if let last = entries.last {
      recording.pending[last.id] = (last, "\(entries.count) held back")
    }
    message = Message(kind: .info, text: "trying again to save")
    // Answers wait for what earlier sessions recorded, which may be what failed.
    let reading: [Effect] = historyLoaded ? [] : [.loadHistory(directory: session.directory)]
    return [.record(entries)] + reading
  }

  /// On screen an answer counts only when the log has it, or will have it in a moment.
  private mutating func setHolds(_ holds: Bool, of entry: LogEntry) {
    switch entry.event {
    case .decided(let decision): setHolds(holds, image: decision.image, entry: entry.id)
    case .placed(let placement): setHolds(holds, image: placement.image, entry: entry.id)
    case .undone(let image, let undone): setHolds(!holds, image: image, entry: undone)
    case .redone(let image, let redone): setHolds(holds, image: image, entry: redone)
    case .annotated(let annotation): setHolds(holds, image: annotation.image, entry: entry.id)
    case .secondRead(let reading): setHolds(holds, image: reading.image, entry: entry.id)
    case .adjudicated(let event): setHolds(holds, image: event.image, entry: entry.id)
    case .compared(let event): setHolds(holds, image: event.image, entry: entry.id)
    case .signed(let signOff):
      review.setHolds(holds, signatureOf: signOff.directory, entry: entry.id)
    case .opened, .classified, .exported, .identified, .checkPlanned, .secondPlanned, .merged,
      .gatePlanned, .modelChanged:
      break
    }
  }
}
