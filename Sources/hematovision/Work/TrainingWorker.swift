import Analysis
import Dispatch
import Foundation
import Review
import Station
import Store
import Synchronization
import Training

/// One thread that learns from the log, at the lowest priority: keys, pictures, answers and classification go
/// before it. It reads through connections of its own and never writes the log.
struct TrainingWorker: Sendable {
  /// What is learnt from, and with what.
  struct Source: Sendable {
    let model: Model
    /// The model's file.
    let weights: String
    /// The model's classes, then the laboratory's own.
    let classes: [CellClass]
    let log: String
    let journalMode: JournalMode?
  }

  private enum Job: Sendable { case survey, train }

  private final class Course: Sendable {
    let isRunning = Atomic(false)
    let isStopping = Atomic(false)
    let end = Mutex<TrainingEnd?>(nil)
    let over = DispatchSemaphore(value: 0)
  }

  private let jobs = JobQueue<Job>()
  private let course = Course()

  /// How long the end of a training is waited for when the program ends: an epoch, and the writing.
  private static let patience = DispatchTimeInterval.seconds(60)

  /// Starts the thread; its answers go to `mailbox`.
  init(_ source: Source, mailbox: Mailbox) {
    let (jobs, course) = (jobs, course)
    Thread.detachNewThread {
      // On Linux this is about the calling thread alone, and about those that it starts.
      setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, 19)
      while true {
        switch jobs.next() {
        case .survey: mailbox.post(.trainingStock(Self.stock(source)))
        case .train:
          let end = Self.train(source, course, mailbox)
          course.end.withLock { $0 = end }
          course.isRunning.store(false, ordering: .sequentiallyConsistent)
          course.over.signal()
          mailbox.post(.trainingEnded(end))
        }
      }
    }
  }

  func survey() { jobs.add([.survey]) }

  func train() {
    course.isStopping.store(false, ordering: .sequentiallyConsistent)
    course.isRunning.store(true, ordering: .sequentiallyConsistent)
    jobs.add([.train])
  }

  /// Ends the training that runs; what is best so far is kept.
  func stop() { course.isStopping.store(true, ordering: .sequentiallyConsistent) }

  /// Ends the training that runs and waits until what is best so far is on the disk.
  func finish() {
    guard course.isRunning.load(ordering: .sequentiallyConsistent) else { return }
    stop()
    _ = course.over.wait(timeout: .now() + Self.patience)
  }

  /// What became of the last training; nil where none came to its end.
  var end: TrainingEnd? { course.end.withLock { $0 } }

  // MARK: On the thread

  private static func stock(_ source: Source) -> Result<TrainingStock, Notice> {
    do {
      return .success(TrainingStock(try data(source), log: source.log))
    } catch {
      return .failure(notice(for: error))
    }
  }

  private static func data(_ source: Source) throws -> LearningData {
    // With a rollback journal a long reading would keep answers from being saved.
    guard source.journalMode == .wal else {
      throw Failure(
        Messages.untrainable(
          why: "the log lies where reading all of it would keep answers from being saved",
          cure: "When nobody reviews, give the command hematovision train LOG --output MODEL"))
    }
    return try LearningData(
      .init(
        data: source.log, boxes: nil, split: nil, sources: [], model: source.model.identity,
        base: source.model.header.classes, known: source.classes, outside: []))
  }

  private static func train(
    _ source: Source, _ course: Course, _ mailbox: Mailbox
  ) -> TrainingEnd {
    var told = ContinuousClock.now - .seconds(1)
    let follower = TrainingFollower(
      take: { progress in
        guard isDue(progress, after: told) else { return }
        told = .now
        mailbox.post(.trainingWent(progress))
      }, note: { mailbox.post(.trainingNoted($0)) },
      goesOn: { !course.isStopping.load(ordering: .sequentiallyConsistent) })
    do {
      let base = try Opening.modelFile(source.weights)
      guard base.identity == source.model.identity else {
        throw Failure(
          Messages.untrainable(
            why: "\(source.weights) was changed since the station was opened",
            cure: "Open the station anew"))
      }
      let files = try TrainedFiles(model: try ModelShelf().newTrainedFile(at: now()))
      defer { files.clearEmptyAway() }
      let result = try TrainingRun(
        base: base, model: source.model, data: try data(source), dataName: source.log,
        options: TrainingOptions(), plainViews: TrainingRun.usualViews.plain,
        augmentedViews: TrainingRun.usualViews.augmented, threads: 1, follower: follower
      ).run()
      try files.write(model: result.bytes)
      try files.write(result.report)
      return .kept(TrainingOutcome(result.report, files, wasStopped: !follower.goesOn()))
    } catch is TrainingStopped {
      return .stopped
    } catch {
      return .failed(notice(for: error))
    }
  }

  /// Every epoch is told, of what is counted by the thousand some.
  private static func isDue(
    _ progress: TrainingProgress, after last: ContinuousClock.Instant
  ) -> Bool {
    switch progress {
    case .fitting, .epoch: true
    case .reading(let done, let total), .finding(let done, let total),
      .features(let done, let total), .joining(let done, let total),
      .learningCurve(let done, let total):
      done == total || ContinuousClock.now - last > .milliseconds(50)
    }
  }

  private static func notice(for error: any Error) -> Notice {
    (error as? Failure)?.notice
      ?? Messages.untrainable(
        why: "\(error)", cure: "Try again, or tell who looks after the station")
  }
}
