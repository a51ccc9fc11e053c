public import Engine
import Foundation
public import Review

/// How a head is trained.
public struct TrainingOptions: Hashable, Sendable {
  /// Outputs of the hidden layer; nil for a head of one layer.
  public var hidden: Int?
  /// Share of the hidden layer's outputs that each step does without (Srivastava et al., JMLR 2014).
  public var dropout = 0.3
  /// How hard weights are pulled to where they began: to the head in use, or to 0.
  public var l2 = 0.01
  /// Size of the first steps; they shrink along a cosine to a hundredth of it.
  public var learningRate = 0.001
  /// At most so many times through all rows.
  public var epochs = 60
  /// Epochs in a row that are worse than an earlier one after which the training ends.
  public var patience = 12
  /// Rows of a step.
  public var batch = 64
  /// What every drawing follows from.
  public var seed: UInt64 = 1

  /// What the program takes when nothing else is said.
  public init() {}
}

/// A head that was trained, and how that went.
public struct TrainedHead: Sendable {
  public let head: Head
  /// Every epoch, oldest first.
  public let epochs: [Epoch]
  /// Number of the epoch that the head is of.
  public let keptEpoch: Int
  /// Whether it was ended from outside.
  public let wasStopped: Bool
}

/// Trains a head on some cells of a table and judges it on others.
public struct HeadTraining {
  private let table: FeatureTable
  private let classCount: Int
  private let start: Head.Layer?
  private let options: TrainingOptions

  /// - Parameters:
  ///   - classCount: logits of the head; classes without a cell keep what `start` says of them.
  ///   - start: the layer to begin with and be pulled to; nil for none. A head with a hidden layer begins anew.
  public init(
    _ table: FeatureTable, classCount: Int, start: Head.Layer?, options: TrainingOptions
  ) {
    precondition(start.map { $0.outputCount == classCount } ?? true)
    self.table = table
    self.classCount = classCount
    self.start = options.hidden == nil ? start : nil
    self.options = options
  }

  /// Trains until the validation cells have said for a while that it gets worse, and keeps the last epoch of which
  /// they do not (`EpochChoice`).
  ///
  /// - Parameters:
  ///   - training: cells to fit to, at least one.
  ///   - validation: cells to choose the epoch by; with none the last one is kept.
  ///   - epochs: at most so many; nil for the options' number. The steps shrink by the options' in any case.
  ///   - goesOn: is told each epoch, and whether it is to be kept, and says whether to go on.
  public func run(
    training: [Int], validation: [Int], epochs: Int? = nil,
    goesOn: (Epoch, _ isKept: Bool) -> Bool = { _, _ in true }
  ) -> TrainedHead {
    precondition(!training.isEmpty)
    let rows = table.rows(of: training, plainOnly: false)
    let standardisation = Standardisation(table, rows: rows)
    var head =
      start.map { DenseHead($0, standardisation) }
      ?? DenseHead(
        featureCount: table.featureCount, hiddenCount: options.hidden, classCount: classCount,
        seed: options.seed)
    let origin = start == nil ? nil : head.values
    let weights = Self.classWeights(training.map { table.labels[$0] }, classCount: classCount)
    let gradient = BatchGradient(capacity: max(options.batch, 256), shape: head)
    var adam = Adam(count: head.values.count)
    var source = SplitMix64(seed: options.seed &* 0x9E37_79B9 &+ 7)
    var choice = EpochChoice()
    var kept = (head: head, epoch: 0)
    var history: [Epoch] = []
    var wasStopped = false
    let stepsOfEpoch = (rows.count + options.batch - 1) / options.batch
    for number in 1...max(1, epochs ?? options.epochs) {
      var (loss, right) = (0.0, 0)
      var rate = options.learningRate
      let order = GroupedSplit.shuffled(rows, by: &source)
      for step in 0..<stepsOfEpoch {
        let batch = order[(step * options.batch)..<min((step + 1) * options.batch, order.count)]
        fill(gradient, batch, standardisation)
        let labels = batch.map { table.label(ofRow: $0) }
        let keep = head.hiddenCount.flatMap { dropout(batch.count * $0, &source) }
        let met = gradient.lossAndGradient(
          head, count: batch.count, labels: labels, weights: labels.map { weights[$0] },
          keep: keep)
        loss += met.loss * Double(batch.count)
        right += met.right
        rate = self.rate(
          share: Double((number - 1) * stepsOfEpoch + step)
            / Double(options.epochs * stepsOfEpoch))
        adam.step(
          &head.values, pulled(gradient.gradient, head, to: origin), rate: Float(rate))
      }
      let judged = validation.isEmpty ? nil : judge(head, standardisation, validation, gradient)
      let epoch = Epoch(
        number: number, learningRate: rate, trainingLoss: loss / Double(rows.count),
        trainingAccuracy: Double(right) / Double(rows.count),
        validationLoss: judged.map { $0.losses.reduce(0, +) / Double($0.losses.count) },
        validationAccuracy: judged?.accuracy)
      history.append(epoch)
      let isKept = judged.map { choice.keeps($0.losses) } ?? true
      if isKept { kept = (head, number) }
      guard goesOn(epoch, isKept) else {
        wasStopped = true
        break
      }
      if judged != nil, number - kept.epoch >= options.patience { break }
    }
    return TrainedHead(
      head: kept.head.head(standardisation), epochs: history, keptEpoch: kept.epoch,
      wasStopped: wasStopped)
  }

  /// The mean logits of cells over their plain views, [cell][class], by a head as it is in use.
  public static func logits(_ head: Head, _ table: FeatureTable, cells: [Int]) -> [[Float]] {
    cells.map { cell in
      var sums = [Float](repeating: 0, count: head.output.outputCount)
      for view in 0..<table.plainViews {
        let first = (cell * table.viewCount + view) * table.featureCount
        var values = Array(table.features[first..<(first + table.featureCount)])
        if let hidden = head.hidden { values = run(hidden, values).map { max(0, $0) } }
        for (place, value) in run(head.output, values).enumerated() { sums[place] += value }
      }
      return sums.map { $0 / Float(table.plainViews) }
    }
  }

  private static func run(_ layer: Head.Layer, _ input: [Float]) -> [Float] {
    (0..<layer.outputCount).map { output in
      layer.weights.withUnsafeBufferPointer { weights in
        input.withUnsafeBufferPointer { input in
          var sums = SIMD8<Float>()
          let first = output &* input.count
          let whole = input.count & ~7
          for place in stride(from: 0, to: whole, by: 8) {
            for lane in 0..<8 {
              sums[lane] += weights[first &+ place &+ lane] * input[place &+ lane]
            }
          }
          var sum = sums.sum()
          for place in whole..<input.count { sum += weights[first &+ place] * input[place] }
          return sum + layer.bias[output]
        }
      }
    }
  }

  /// So much each class's rows weigh that all classes which occur weigh the same, 1 on average.
  package static func classWeights(_ labels: [Int], classCount: Int) -> [Float] {
    let counts = labels.reduce(into: [Int](repeating: 0, count: classCount)) { $0[$1] += 1 }
    let present = counts.count { $0 > 0 }
    return counts.map { $0 == 0 ? 0 : Float(labels.count) / Float(present * $0) }
  }

  private func fill(
    _ gradient: BatchGradient, _ rows: some Sequence<Int>, _ standardisation: Standardisation
  ) {
    table.features.withUnsafeBufferPointer { features in
      guard let start = features.baseAddress else { return }
      for (place, row) in rows.enumerated() {
        standardisation.apply(
          start + row * table.featureCount, into: gradient.rows + place * table.featureCount)
      }
    }
  }

  /// Class-balanced loss of each cell, after the temperature that suits best, and plain accuracy, each cell judged
  /// by its plain views' mean logits.
  private func judge(
    _ head: DenseHead, _ standardisation: Standardisation, _ cells: [Int], _ gradient: BatchGradient
  ) -> (losses: [Double], accuracy: Double) {
    let weights = Self.classWeights(cells.map { table.labels[$0] }, classCount: classCount)
    let views = table.plainViews
    // As many whole cells at a time as there is room for.
    let chunk = max(options.batch, 256) / views
    var right = 0
    var logits: [[Float]] = []
    for first in stride(from: 0, to: cells.count, by: chunk) {
      let some = Array(cells[first..<min(first + chunk, cells.count)])
      let rows = table.rows(of: some, plainOnly: true)
      fill(gradient, rows, standardisation)
      gradient.forward(head, count: rows.count)
      for (place, cell) in some.enumerated() {
        var means = [Float](repeating: 0, count: classCount)
        for view in 0..<views {
          for output in 0..<classCount {
            means[output] +=
              gradient.logits[(place * views + view) * classCount + output] / Float(views)
          }
        }
        logits.append(means)
        let best = means.indices.max { means[$0] < means[$1] }
        if best == table.labels[cell] { right += 1 }
      }
    }
    // A temperature is fitted afterwards in any case: an epoch is not worse for being too sure by a factor.
    let labels = cells.map { table.labels[$0] }
    let losses = HeadCalibration.temperature(
      logits, labels: labels, weights: labels.map { Double(weights[$0]) }
    ).losses
    return (losses, Double(right) / Double(cells.count))
  }

  private func rate(share: Double) -> Double {
    let low = options.learningRate / 100
    return low + (options.learningRate - low) * (1 + cos(.pi * min(share, 1))) / 2
  }

  private func dropout(_ count: Int, _ source: inout SplitMix64) -> [Float]? {
    guard options.dropout > 0 else { return nil }
    let kept = 1 / Float(1 - options.dropout)
    return (0..<count).map { _ in source.unitFloat() < Float(options.dropout) ? 0 : kept }
  }

  /// The gradient with what pulls the weights to their origin; biases are free.
  private func pulled(_ gradient: [Float], _ head: DenseHead, to origin: [Float]?) -> [Float] {
    guard options.l2 > 0 else { return gradient }
    var gradient = gradient
    let pull = Float(options.l2)
    for range in [head.hiddenWeights, head.outputWeights] {
      for place in range {
        gradient[place] += pull * (head.values[place] - (origin?[place] ?? 0))
      }
    }
    return gradient
  }
}
