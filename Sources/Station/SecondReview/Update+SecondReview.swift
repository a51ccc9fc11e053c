import Review

extension State {
  /// V: asks how many cells to read anew, or ends the second review at hand.
  mutating func toggleSecondReview() -> [Effect] {
    guard let second else {
      let population = secondPopulation.count
      mode = .entry(TextEntry(purpose: .secondSize(population: population), text: "all"))
      return []
    }
    let open = second.drawn.targets.count { isOpen($0) }
    guard open == 0 else {
      mode = .entry(TextEntry(purpose: .secondEnd(unread: open), text: ""))
      return []
    }
    return endSecondReview()
  }

  /// Cells that others answered and this reviewer never judged: what is drawn from.
  var secondPopulation: [CheckPlan.Target] {
    catalogue.images.indices.filter { !catalogue.standings[$0].contains(.gone) }.flatMap { place in
      let path = catalogue.images[place]
      return review[path].cells.filter { isUnknown($0) }
        .map { CheckPlan.Target(image: path, cell: $0.id) }
    }
  }

  private func isUnknown(_ cell: ReviewCell) -> Bool {
    guard cell.decision != nil, cell.adjudication == nil else { return false }
    return cell.steps.allSatisfy { step in
      switch step.action {
      case .decided, .reread, .adjudicated: step.reviewer != slide.reviewer
      case .placed, .annotated, .compared: true
      }
    }
  }

  /// Lays down a plan: it goes into the log before the first cell is looked at.
  mutating func planSecondReview(size text: String) -> [Effect] {
    let population = secondPopulation
    guard let size = Self.share(text, of: population.count) else {
      message = Message(
        kind: .warning, text: "type how many cells to read anew: all, 20, or 20 %")
      return []
    }
    let seed = seed(from: "\(session.id) second \(recording.nextNumber)")
    let plan = SecondReviewPlan(
      directory: session.directory, reviewer: slide.reviewer, seed: seed,
      population: population.count, targets: draw(size, of: population, seed: seed))
    let entry = EntryID(session: session.id, number: recording.nextNumber)
    let effects = enter(.secondPlanned(plan), message: nil)
    begin(SecondReview(plan, entry: entry))
    return effects
  }

  /// `all`, a number of cells, or a percentage, which is rounded up; nil for anything else.
  static func share(_ text: String, of population: Int) -> Int? {
    let text = text.split(separator: " ").joined().lowercased()
    if text == "all" { return population }
    if text.last == "%" {
      guard let percent = Double(text.dropLast().replacing(",", with: ".")), percent > 0,
        percent <= 100
      else { return nil }
      return min(population, Int((Double(population) * percent / 100).rounded(.up)))
    }
    guard let size = Int(text), size > 0 else { return nil }
    return min(population, size)
  }

  /// Goes on with the plan of this reviewer that was not read to its end; called whenever the reviewer or what
  /// is known of the directory changes.
  mutating func resumeSecondReview() {
    guard historyLoaded, listing == .done, second == nil,
      let open = secondPlans[slide.reviewer]
    else { return }
    let waits = open.drawn.targets.contains { target in
      catalogue.index(of: target.image) != nil
        && review[target.image].cell(target.cell).map { open.reading(of: $0) == nil } ?? false
    }
    if waits { begin(open) }
  }

  /// Why no second review can begin.
  var secondReviewReason: String? {
    if check != nil { return drawnReason }
    guard historyLoaded else { return "earlier answers are still being read: a moment" }
    return secondPopulation.isEmpty
      ? "nothing that others answered is left to read anew: \(key(.identity)) signs in another"
      : nil
  }

  private mutating func begin(_ set: SecondReview) {
    // Under the veil nothing is taken back or shown that was there before.
    (undoStack, redoStack) = ([], [])
    (check, openCheck) = (nil, check ?? openCheck)
    (references.rank, heat.rank, gallery, settling) = (nil, nil, nil, nil)
    mode = .desk
    second = set
    secondPlans[set.plan.reviewer] = set
    arrange()
    takeUpPicture()
    selectNextTarget()
    let read = SecondFindings(set, in: review).read
    message = Message(
      kind: .info,
      text: read == 0
        ? "second review: say what each cell is; what others said stays hidden until it ends"
        : "second review: \(read) of \(set.plan.targets.count) read, here you go on")
  }

  /// Ends the second review and shows what came of it. Nothing of it can be changed any more.
  mutating func endSecondReview() -> [Effect] {
    guard let second else { return [] }
    let unread = second.drawn.targets.count { isOpen($0) }
    let statement = SecondFindings(second, in: review).statement
    var effects: [Effect] = []
    if unread > 0 {
      effects = enter(
        .secondPlanned(
          SecondReviewPlan(
            directory: session.directory, reviewer: slide.reviewer, seed: second.plan.seed,
            population: unread, targets: [])), message: nil)
    }
    secondPlans[slide.reviewer] = nil
    self.second = nil
    (undoStack, redoStack) = ([], [])
    arrange()
    takeUpPicture()
    openDisagreements(saying: "second review: \(statement)")
    return effects
  }

  /// Records what the second reviewer sees in the selected cell, and goes on.
  mutating func readAnew(_ label: Label) -> [Effect] {
    guard let second, let image, let id = cell?.id, let cell = review[image].cell(id),
      let first = cell.decisionEntry, let sha256 = review[image].sha256
    else { return [] }
    lastLabel = label
    if second.reading(of: cell)?.label == label {
      advance()
      message = Message(kind: .info, text: "was read before: \(name(of: label))")
      return []
    }
    let text = "\(shortName(image)) second reading \(name(of: label))"
    rememberStep(image: image, cell: id, text: text)
    let effects = enter(
      .secondRead(
        SecondReading(
          image: image, imageSHA256: sha256, cell: id, box: cell.box, label: label,
          reviewer: slide.reviewer, plan: second.entry, first: first,
          dwellMilliseconds: visibleSince.map { now - $0 } ?? 0)),
      message: text)
    advance()
    return effects
  }
}
