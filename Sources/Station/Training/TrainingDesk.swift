import Review
import Screen

/// What the station knows of learning from its log.
public struct TrainingDesk: Equatable, Sendable {
  enum Stock: Equatable, Sendable {
    case counting
    case counted(TrainingStock)
    case failed(Notice)
  }

  /// What there is to learn from, as it was counted when the page was opened.
  var stock = Stock.counting
  /// The training that runs, or the last one; nil where none was begun.
  public internal(set) var course: TrainingCourse?
  /// Whether the station ends when the training has.
  var leavesAtEnd = false

  /// Whether a training runs.
  public var isRunning: Bool { course.map { $0.end == nil } ?? false }

  /// Whether Enter begins a training.
  var canBegin: Bool {
    if case .counted(let stock) = stock { stock.obstacles.isEmpty } else { false }
  }

  /// What is worth telling to the ear when it changes.
  struct Chapter: Equatable {
    let stock: Stock
    let step: TrainingCourse.Step?
    let end: TrainingEnd?
    let isStopping: Bool?
  }

  var chapter: Chapter {
    Chapter(
      stock: stock, step: course?.step, end: course?.end, isStopping: course?.isStopping)
  }
}

extension State {
  /// Opens the page; what there is to learn from is counted, unless there is a training to be looked at.
  mutating func openTraining() -> [Effect] {
    mode = .training(Scroll())
    return training.course == nil ? countStock() : []
  }

  private mutating func countStock() -> [Effect] {
    training.stock = .counting
    return [.surveyTraining]
  }

  mutating func takeInTraining(_ key: Key, _ scroll: Scroll) -> [Effect] {
    message = nil
    switch key {
    case .enter where !training.isRunning: return beginTraining()
    case .enter: return []
    case .character("s") where training.isRunning: return stopTraining()
    default:
      if let effects = takeOnPage(key, openedBy: .train) { return effects }
      var scroll = scroll
      let lines = TrainingLines(self).lines.count
      guard scroll.take(key, lines: lines, rows: Frame.pageRows(size)) else { return [] }
      mode = .training(scroll)
      return []
    }
  }

  /// Trains; after the end of a training goes back to what there is to learn from first.
  private mutating func beginTraining() -> [Effect] {
    mode = .training(Scroll())
    guard training.course == nil else {
      training.course = nil
      return countStock()
    }
    switch training.stock {
    case .counting:
      message = Message(
        kind: .warning, text: "the answered cells are still being counted: a moment")
      return []
    case .failed: return countStock()
    case .counted(let stock):
      guard stock.obstacles.isEmpty else {
        message = Message(kind: .warning, text: "nothing can be trained yet: this page says why")
        return []
      }
      training.course = TrainingCourse(at: now)
      return [.train]
    }
  }

  /// Ends a training that runs; what is best so far is kept.
  mutating func stopTraining() -> [Effect] {
    guard training.isRunning, training.course?.isStopping == false else { return [] }
    training.course?.isStopping = true
    return [.stopTraining]
  }

  mutating func takeStock(_ counted: Result<TrainingStock, Notice>) {
    switch counted {
    case .success(let stock): training.stock = .counted(stock)
    case .failure(let notice): training.stock = .failed(notice)
    }
  }

  mutating func takeTrainingEnd(_ end: TrainingEnd) -> [Effect] {
    training.course?.end = end
    if training.leavesAtEnd { return [.quit] }
    if case .training = mode { return [] }
    let shows = "\(key(.train)) shows it"
    switch end {
    case .kept(let outcome):
      message = Message(kind: .info, text: "the training is over: \(outcome.model.id), \(shows)")
    case .stopped:
      message = Message(kind: .info, text: "the training was stopped before its first epoch")
    case .failed(let notice):
      message = Message(kind: .error, text: "the training failed: \(notice.why); \(shows)")
    }
    return []
  }

  /// What is asked before the station is left while a training runs.
  static let trainingQuestion =
    "a training runs. y ends it, keeps the best and leaves"

  /// Ends the training and then the station.
  mutating func leaveTraining() -> [Effect] {
    mode = .desk
    training.leavesAtEnd = true
    message = Message(
      kind: .info, text: "ending the training, keeping the best so far; then the station closes")
    return stopTraining()
  }
}
