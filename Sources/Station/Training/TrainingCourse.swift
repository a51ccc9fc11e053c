public import Review

/// How a training went so far, as its progress tells.
public struct TrainingCourse: Equatable, Sendable {
  /// The parts of a training, in their order.
  public enum Step: Equatable, Sendable {
    case reading, finding, features, epochs, joining, learningCurve
  }

  public private(set) var step = Step.reading
  /// How much of the step is done, of how much at most.
  public private(set) var done = 0
  public private(set) var total = 0
  /// When the step began, in milliseconds.
  private var began: Int
  /// Every epoch, oldest first.
  public private(set) var epochs: [Epoch] = []
  /// Number of the epoch that is kept so far; 0 before the first.
  public private(set) var kept = 0
  /// Cells in training, validation and test; none before they were divided.
  private(set) var parts: [Int] = []
  /// Lines about what is wrong or left out.
  public private(set) var notes: [String] = []
  /// Whether it was asked to stop.
  var isStopping = false
  /// What became of it; nil while it runs.
  public internal(set) var end: TrainingEnd?

  /// A training that begins at this moment.
  public init(at now: Int) { began = now }

  /// Takes in how far it is.
  public mutating func take(_ progress: TrainingProgress, at now: Int) {
    switch progress {
    case .reading(let done, let total): go(to: .reading, done, of: total, at: now)
    case .finding(let done, let total): go(to: .finding, done, of: total, at: now)
    case .features(let done, let total): go(to: .features, done, of: total, at: now)
    case .fitting(let most, let training, let validation, let test):
      go(to: .epochs, 0, of: most, at: now)
      parts = [training, validation, test]
    case .epoch(let epoch, let isKept):
      epochs.append(epoch)
      if isKept { kept = epoch.number }
      go(to: .epochs, epoch.number, of: total, at: now)
    case .joining(let done, let total): go(to: .joining, done, of: total, at: now)
    case .learningCurve(let done, let total): go(to: .learningCurve, done, of: total, at: now)
    }
  }

  /// Takes in a line about what is wrong or left out.
  public mutating func take(note: String) { notes.append(note) }

  private mutating func go(to next: Step, _ done: Int, of total: Int, at now: Int) {
    if step != next { began = now }
    (step, self.done, self.total) = (next, done, total)
  }

  /// Share of the step that is done, 0...1.
  public var share: Double { total == 0 ? 0 : Double(done) / Double(total) }

  /// Seconds until the step is over, at most; nil while that cannot be told.
  public func secondsLeft(at now: Int) -> Int? {
    guard done > 0, now > began else { return nil }
    let each = Double(now - began) / 1000 / Double(done)
    return Int((each * Double(total - done)).rounded(.up))
  }

  /// The epoch that is kept so far; nil before the first.
  var keptEpoch: Epoch? { epochs.indices.contains(kept - 1) ? epochs[kept - 1] : nil }

  /// Where it is, in few words: `epoch 23/60`.
  public var place: String {
    switch step {
    case .reading: "reading \(done)/\(total)"
    case .finding: "finding cells \(done)/\(total)"
    case .features: "features \(done)/\(total)"
    case .epochs: "epoch \(done)/\(total)"
    case .joining: "written head \(done)/\(total)"
    case .learningCurve: "what more would bring \(done)/\(total)"
    }
  }

  /// What the step sets out to do.
  var opening: String {
    switch step {
    case .reading: "reading \(total.counted("picture"))"
    case .finding: "finding the labelled cells in \(total.counted("picture"))"
    case .features: "features of \(total.counted("picture"))"
    case .epochs: "at most \(total.counted("epoch"))"
    case .joining: "the head that is written, \(total.counted("epoch"))"
    case .learningCurve: "what more labels would bring, \(total.counted("epoch"))"
    }
  }

  /// The step in words.
  private var words: String {
    switch step {
    case .reading: "reading pictures, \(done) of \(total)"
    case .finding: "finding the labelled cells, \(done) of \(total) pictures"
    case .features: "features, \(done) of \(total) pictures"
    case .epochs: "epoch \(done) of at most \(total)"
    case .joining:
      "the head that is written, on training and validation cells: epoch \(done) of \(total)"
    case .learningCurve: "what more labels would bring: epoch \(done) of \(total)"
    }
  }

  /// The step with its bar and the time left.
  func stepLine(at now: Int) -> String {
    let left = secondsLeft(at: now)
      .map { step == .epochs ? ", at most \($0) s left" : ", \($0) s left" }
    return "\(words)\(left ?? "")"
  }
}
