import Analysis
import ArgumentParser
import Evaluation
import Foundation
import Review
import Settings
import Store

/// `hematovision models adopt`: lets a model in, if it passes the rule that was set before.
struct ModelsAdoptCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "adopt",
    abstract: "Judge a new model by the rule that was set before; use it from now on if it passes.",
    discussion: """
      Both models answer the held-out pictures. What comes of it goes into the log either way.

      Exit status: 0 adopted, 1 turned away, 2 usage, 3 it cannot be judged.
      """)

  @Argument(help: "The new model's file.", completion: .file())
  var file: String

  @Option(help: "The rule's file, as models plan wrote it.")
  var plan: String

  @OptionGroup var jobs: JobsOption

  @OptionGroup var log: LogOption

  func run() throws {
    var shelf = try ModelShelf()
    let configuration = try Opening.configuration(log: log.path)
    let rule = try readPlan()
    let new = try Opening.modelFile(file)
    let current = try Opening.modelFile(of: configuration)
    do {
      let log = try Opening.log(configuration)
      let past = try PastJudgements(of: rule, in: log)
      let claim = try admit(new, against: current, rule, past)
      let heldOut = try checked(rule, claim, classes: current.header.classes)
      let gate = try judge(new, against: current, heldOut, rule)
      print(AdoptionGate.text(gate.figures), terminator: "")
      let attempt = past.attempts + 1
      if attempt > 1 {
        print(
          "Attempt \(attempt) by this rule: whoever tries often enough passes by chance. New held-out pictures would "
            + "tell more.")
      }
      let kept = gate.isPassed ? try shelf.keep(file, new.identity) : nil
      let change = ModelChange(
        outcome: gate.isPassed ? .adopted : .refused, model: new.identity,
        previous: current.identity, plan: past.entry, attempt: attempt, figures: gate.figures,
        trainingDataSHA256: claim.dataSHA256, seed: claim.seed, reasons: gate.reasons)
      try log.appendAlone(.modelChanged(change))
      try log.close()
      guard let kept else {
        print("TURNED AWAY: \(current.identity.id) stays.")
        for reason in gate.reasons { print("  \(reason)") }
        throw ExitCode.someFailed
      }
      try shelf.adopt(kept)
      print(
        "ADOPTED: \(safeForTerminal(new.identity.id)) is used from now on, by whoever opens the station next; "
          + "models rollback goes back to \(safeForTerminal(current.identity.id)).")
    } catch let error as StoreError {
      throw Failure(Messages.notice(for: error))
    }
  }

  private func readPlan() throws -> GatePlan {
    do {
      let bytes = try Data(contentsOf: URL(fileURLWithPath: plan))
      return try JSONDecoder().decode(GatePlan.self, from: bytes)
    } catch {
      throw Failure(
        Notice(
          what: "the rule \(plan)", why: "it cannot be read, or was not written by models plan",
          cure: "Set one with hematovision models plan, before training"))
    }
  }

  /// Whether the new model may be judged at all.
  private func admit(
    _ new: ModelFile, against current: ModelFile, _ rule: GatePlan, _ past: PastJudgements
  ) throws -> TrainingClaim {
    func refuse(_ why: String, _ cure: String) -> Failure {
      Failure(Notice(what: "\(file) cannot be judged", why: why, cure: cure))
    }
    guard rule.current == current.identity else {
      throw refuse(
        "the rule is about replacing \(rule.current.id), and \(current.identity.id) is in use",
        "Set a new rule with hematovision models plan")
    }
    guard new.identity != current.identity else {
      throw refuse("it is the model in use", "Name another one")
    }
    guard let claim = TrainingClaim(new.header.training) else {
      throw refuse(
        "the file does not say what it was trained on: pictures of the test may be among it",
        "Train it with hematovision train")
    }
    let attributes = try? FileManager.default.attributesOfItem(atPath: file)
    if let made = attributes?[.modificationDate] as? Date,
      Int64(made.timeIntervalSince1970 * 1000) < past.setAt.utcMilliseconds
    {
      throw refuse(
        "it is older than the rule, which was set at \(past.setAt.utcText)",
        "Train it again now that the rule stands")
    }
    return claim
  }

  /// The held-out pictures, which must be those of the rule and unknown to the model.
  private func checked(
    _ rule: GatePlan, _ claim: TrainingClaim, classes: [CellClass]
  ) throws -> HeldOut {
    let heldOut = try HeldOut(
      rule.data, boxes: rule.boxes, split: rule.split, sources: rule.sources, classes: classes)
    guard heldOut.sha256OfData(classes) == rule.dataSHA256 else {
      throw Failure(
        Notice(
          what: "the held-out pictures of \(rule.data)",
          why: "they, or their classes, are not those that the rule was set for",
          cure: "Bring them back, or set a new rule with hematovision models plan"))
    }
    let known = claim.overlap(with: heldOut.contents)
    guard known == 0 else {
      throw Failure(
        Notice(
          what: "\(file) cannot be judged",
          why: "it was trained on \(known) of the \(rule.images) held-out pictures",
          cure: "Train it without them: leave \(rule.data) out"))
    }
    return heldOut
  }

  /// Lets both models answer.
  private func judge(
    _ new: ModelFile, against current: ModelFile, _ heldOut: HeldOut, _ rule: GatePlan
  ) throws -> AdoptionGate {
    let kernels = try Opening.kernels()
    let (current, candidate) = (
      Model(current, kernels: kernels), Model(new, kernels: kernels)
    )
    let names = ClassNames(candidate.header.classes)
    let codes = current.header.classes.map(\.code)
    // A class that the new model lacks cannot be right by it, and counts as wrong.
    let answers = zip(
      score(heldOut, current, \.truth),
      score(heldOut, candidate) { image in
        image.truth.flatMap { names.place(of: codes[$0]) }
      })
    return AdoptionGate(
      zip(heldOut.images, answers).map { image, right in
        AdoptionGate.Answered(
          code: codes[image.truth ?? 0], isRightByCurrent: right.0, isRightByNew: right.1)
      }, plan: rule, order: codes)
  }

  /// Whether each picture's surest class is the one at the place that `truth` gives.
  private func score(
    _ heldOut: HeldOut, _ model: Model, _ truth: (LabelledImage) -> Int?
  ) -> [Bool] {
    var progress = ProgressLine(total: heldOut.images.count)
    var right: [Bool] = []
    OrderedClassification(
      model: model, images: heldOut.images.map(heldOut.labelled.place),
      threads: jobs.threads
    ).forEach { result in
      let image = heldOut.images[right.count]
      let scored = ScoredImage(image, outcome: result.outcome)
      right.append(scored.best != nil && scored.best == truth(image))
      progress.advance()
    }
    progress.finish(failures: 0)
    return right
  }
}

/// What the log holds of a rule.
private struct PastJudgements {
  let entry: EntryID
  let setAt: Timestamp
  /// Models that were judged by it.
  let attempts: Int

  init(of rule: GatePlan, in log: ReviewLog) throws {
    var found: (entry: EntryID, time: Timestamp)?
    var attempts: [EntryID: Int] = [:]
    _ = try log.forEachRecord { (record) throws(StoreError) in
      switch record.entry.event {
      case .gatePlanned(let plan) where plan == rule: found = (record.entry.id, record.time)
      case .modelChanged(let change): change.plan.map { attempts[$0, default: 0] += 1 }
      default: break
      }
    }
    guard let found else {
      throw Failure(
        Notice(
          what: "the rule", why: "this log does not hold it, or the file was changed since",
          cure: "Set one with hematovision models plan, before training"))
    }
    (entry, setAt, self.attempts) = (found.entry, found.time, attempts[found.entry] ?? 0)
  }
}
