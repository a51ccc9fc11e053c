public import Engine
import Foundation
import Review

/// How good heads get by fewer cells, and so what more would bring.
public struct LearningCurve: Hashable, Sendable {
  /// Heads trained on some of the training cells.
  public struct Point: Hashable, Sendable {
    /// Cells trained on.
    public let cells: Int
    /// Mean over classes of the share of wrong answers on the held-out cells, mean over the draws.
    public let balancedError: Double
    public let draws: Int

    /// A point measured on so many cells.
    public init(cells: Int, balancedError: Double, draws: Int) {
      self.cells = cells
      self.balancedError = balancedError
      self.draws = draws
    }
  }

  /// By number of cells, all of them last.
  public let points: [Point]
  /// Held-out cells that every point is judged on.
  public let heldOut: Int

  /// Shares of the training groups that are trained on, and how many drawings of each.
  private static let shares: [(share: Double, draws: Int)] = [(0.25, 3), (0.5, 3), (1, 1)]

  /// How many heads are trained for a curve.
  public static var trainings: Int { shares.reduce(0) { $0 + $1.draws } }

  /// Trains on a quarter, half and all of the training cells, group by group.
  ///
  /// - Parameters:
  ///   - epochs: of each training, without choosing any.
  ///   - goesOn: whether to go on; nil is given when it says no.
  public init?(
    _ table: FeatureTable, classCount: Int, start: Head.Layer?, options: TrainingOptions,
    epochs: Int, training: [Int], heldOut: [Int], groups: [Int], goesOn: () -> Bool
  ) {
    guard !heldOut.isEmpty else { return nil }
    let trainer = HeadTraining(table, classCount: classCount, start: start, options: options)
    let allGroups = Set(training.map { groups[$0] }).sorted()
    var source = SplitMix64(seed: options.seed &+ 11)
    var points: [Point] = []
    for (share, draws) in Self.shares {
      var (cells, errors) = ([Int](), [Double]())
      for _ in 0..<draws {
        let kept = Set(
          GroupedSplit.shuffled(allGroups, by: &source)
            .prefix(Int((Double(allGroups.count) * share).rounded(.up))))
        let some = training.filter { kept.contains(groups[$0]) }
        let head = trainer.run(training: some, validation: [], epochs: epochs) { _, _ in goesOn() }
        guard !head.wasStopped else { return nil }
        cells.append(some.count)
        errors.append(
          Self.balancedError(
            HeadTraining.logits(head.head, table, cells: heldOut),
            labels: heldOut.map { table.labels[$0] }))
      }
      points.append(
        Point(
          cells: cells.reduce(0, +) / draws, balancedError: errors.reduce(0, +) / Double(draws),
          draws: draws))
    }
    self.points = points
    self.heldOut = heldOut.count
  }

  /// A curve from points measured elsewhere.
  public init(points: [Point], heldOut: Int) {
    self.points = points
    self.heldOut = heldOut
  }

  /// The balanced error that so many cells are expected to leave: a power of their number through the points
  /// (Hestness et al., "Deep Learning Scaling is Predictable, Empirically", 2017); nil where the error does not
  /// fall, or is 0 already.
  public func expectedError(cells: Int) -> Double? {
    guard let (offset, slope) = line, slope < 0 else { return nil }
    return exp(offset + slope * log(Double(cells)))
  }

  /// How many more cells are expected to lower the balanced error by a point (0.01): what is worth labelling.
  /// Nil where more cells are not expected to do that, or only more than ten times as many.
  public var cellsForAPoint: Int? {
    guard let last = points.last, let (offset, slope) = line, slope < 0 else { return nil }
    let now = exp(offset + slope * log(Double(last.cells)))
    guard now > 0.01 else { return nil }
    let wanted = exp((log(now - 0.01) - offset) / slope)
    guard wanted <= 10 * Double(last.cells) else { return nil }
    return Int(wanted.rounded(.up)) - last.cells
  }

  /// log(error) = offset + slope * log(cells), by least squares, each point weighing as its draws.
  private var line: (offset: Double, slope: Double)? {
    let usable = points.filter { $0.balancedError > 0 && $0.cells > 0 }
    guard usable.count > 1, Set(usable.map(\.cells)).count > 1 else { return nil }
    let total = usable.reduce(0) { $0 + Double($1.draws) }
    let meanX = usable.reduce(0) { $0 + Double($1.draws) * log(Double($1.cells)) } / total
    let meanY = usable.reduce(0) { $0 + Double($1.draws) * log($1.balancedError) } / total
    var (across, along) = (0.0, 0.0)
    for point in usable {
      let x = log(Double(point.cells)) - meanX
      along += Double(point.draws) * x * (log(point.balancedError) - meanY)
      across += Double(point.draws) * x * x
    }
    let slope = along / across
    return (meanY - slope * meanX, slope)
  }

  /// Mean over the classes that occur of the share of wrong answers.
  static func balancedError(_ logits: [[Float]], labels: [Int]) -> Double {
    var (wrong, all) = ([Int: Int](), [Int: Int]())
    for (line, label) in zip(logits, labels) {
      all[label, default: 0] += 1
      if line.indices.max(by: { line[$0] < line[$1] }) != label { wrong[label, default: 0] += 1 }
    }
    return all.reduce(0) { $0 + Double(wrong[$1.key] ?? 0) / Double($1.value) }
      / Double(max(all.count, 1))
  }
}
