import Review

extension State {
  /// X: goes on with an open check set, leaves the one at hand, or asks how large a new one shall be.
  mutating func toggleCheck() {
    if let check {
      let findings = CheckFindings(check, in: review)
      self.check = nil
      openCheck = findings.isDone ? nil : check
      arrange()
      message = Message(
        kind: .info,
        text: findings.isDone
          ? "check set done: \(findings.statement)"
          : "check set left: \(findings.statement); \(key(.checkSet)) goes on with it")
    } else if let openCheck {
      begin(openCheck)
    } else {
      let population = surePopulation.count
      mode = .entry(
        TextEntry(
          purpose: .checkSize(population: population),
          text: "\(min(BinomialLimits.cleanTrials(toBound: 0.05), population))"))
    }
  }

  /// Sure suggestions that nobody has answered: what a check set is drawn from.
  var surePopulation: [CheckPlan.Target] {
    catalogue.images.indices.filter { catalogue.standings[$0].isOpen }.flatMap { place in
      let path = catalogue.images[place]
      return review[path].cells.filter { $0.isOpen && $0.suggestion?.status == .ok }
        .map { CheckPlan.Target(image: path, cell: $0.id) }
    }
  }

  /// Lays down a plan: it goes into the log before the first cell is looked at.
  mutating func planCheck(size text: String) -> [Effect] {
    let population = surePopulation
    guard let size = Int(text), size > 0 else {
      message = Message(kind: .warning, text: "type how many cells to check, such as 59")
      return []
    }
    let seed = seed(from: "\(session.id) check \(recording.nextNumber)")
    let targets = draw(size, of: population, seed: seed)
    let plan = CheckPlan(
      directory: session.directory, seed: seed, targets: targets,
      population: population.count, model: session.model)
    mode = .desk
    begin(CheckSet(plan))
    if targets.count < size {
      message = Message(
        kind: .info, text: "all \(targets.count) sure suggestions without an answer are checked")
    }
    return enter(.checkPlanned(plan), message: nil)
  }

  private mutating func begin(_ set: CheckSet) {
    check = set
    openCheck = nil
    arrange()
    message = Message(
      kind: .info, text: "check set: say what each cell is, the suggestion comes after your answer")
    selectNextTarget()
  }
}
