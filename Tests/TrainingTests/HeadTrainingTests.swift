import Engine
import Foundation
import Review
import TestSupport
import Testing
import Training

@Suite("A training")
struct HeadTrainingTests {
  /// Classes as heaps in the network's own number of features, of which one in eight tells them apart; from a cell on
  /// they are called by another class's name.
  private static func table(
    cells: Int, plainViews: Int = 1, augmentedViews: Int = 1, misnamedFrom: Int = .max
  ) -> FeatureTable {
    var generator = SeededGenerator(seed: 5)
    var table = FeatureTable(
      featureCount: Network.featureCount, plainViews: plainViews, augmentedViews: augmentedViews)
    for cell in 0..<cells {
      let label = cell % 3
      var rows: [Float] = []
      for _ in 0..<(plainViews + augmentedViews) {
        var row = (0..<Network.featureCount).map { _ in Float.random(in: 0...1, using: &generator) }
        for place in stride(from: 0, to: row.count, by: 8) where (place / 8) % 3 == label {
          row[place] += 0.6
        }
        rows += row
      }
      table.add(label: cell < misnamedFrom ? label : (label + 1) % 3, rows)
    }
    return table
  }

  private static func options(hidden: Int? = nil) -> TrainingOptions {
    var options = TrainingOptions()
    options.hidden = hidden
    options.epochs = 25
    return options
  }

  private static func right(_ head: Head, _ table: FeatureTable, _ cells: [Int]) -> Double {
    let logits = HeadTraining.logits(head, table, cells: cells)
    let hits = zip(cells, logits).count { cell, logits in
      logits.indices.max { logits[$0] < logits[$1] } == table.labels[cell]
    }
    return Double(hits) / Double(cells.count)
  }

  @Test("learns to tell classes apart on cells it never saw", arguments: [nil, 16])
  func learns(hidden: Int?) {
    let table = Self.table(cells: 240)
    let trained = HeadTraining(
      table, classCount: 3, start: nil, options: Self.options(hidden: hidden)
    ).run(training: Array(0..<150), validation: Array(150..<180))
    #expect(trained.head.hidden?.outputCount == hidden)
    #expect(Self.right(trained.head, table, Array(180..<240)) >= 0.9)
    let losses = trained.epochs.compactMap(\.validationLoss)
    #expect(losses.count == trained.epochs.count)
    // The kept epoch may be a later one than the least loss's, and not one that is clearly worse.
    let least = losses.firstIndex(of: losses.min() ?? 0) ?? 0
    #expect(trained.keptEpoch > least && losses[trained.keptEpoch - 1] < losses[0])
  }

  @Test("gives the same bytes by the same seed, others by another", arguments: [nil, 16])
  func seeded(hidden: Int?) {
    let table = Self.table(cells: 60)
    func run(_ seed: UInt64) -> Head {
      var options = Self.options(hidden: hidden)
      options.seed = seed
      options.epochs = 4
      return HeadTraining(table, classCount: 3, start: nil, options: options)
        .run(training: Array(0..<45), validation: Array(45..<60)).head
    }
    let first = run(1)
    #expect(run(1) == first)
    #expect(run(2) != first)
  }

  @Test("begins with the head in use, is pulled to it, and keeps what no cell speaks of")
  func start() {
    let table = Self.table(cells: 60)
    var generator = SeededGenerator(seed: 6)
    let layer = Head.Layer(
      weights: (0..<(4 * Network.featureCount)).map { _ in
        Float.random(in: -0.02...0.02, using: &generator)
      }, bias: [0.5, 0, -0.5, -40])
    var options = Self.options()
    options.l2 = 1000
    options.epochs = 3
    let held = HeadTraining(table, classCount: 4, start: layer, options: options)
      .run(training: Array(0..<60), validation: [])
    let apart = zip(held.head.output.weights, layer.weights).reduce(0) { max($0, abs($1.0 - $1.1)) }
    #expect(apart < 0.02)
    // A class that is never right, with a logit far below, is left where it was.
    let cells = Array(0..<60)
    let logits = HeadTraining.logits(held.head, table, cells: cells)
    #expect(logits.allSatisfy { $0[3] < -30 })
    options.l2 = 0
    let free = HeadTraining(table, classCount: 4, start: layer, options: options)
      .run(training: Array(0..<60), validation: [])
    #expect(Self.right(free.head, table, cells) > Self.right(held.head, table, cells))
  }

  @Test("weighs classes alike, however many cells they have")
  func balance() {
    let weights = HeadTraining.classWeights([0, 0, 0, 0, 0, 0, 2, 2], classCount: 4)
    #expect(weights[0] * 6 == weights[2] * 2 && weights[1] == 0 && weights[3] == 0)
    #expect(weights[0] * 6 + weights[2] * 2 == 8)
  }

  @Test("ends when told, with the best so far")
  func stopped() {
    let table = Self.table(cells: 60)
    var seen = 0
    let trained = HeadTraining(table, classCount: 3, start: nil, options: Self.options())
      .run(training: Array(0..<45), validation: Array(45..<60)) { epoch, _ in
        seen = epoch.number
        return epoch.number < 3
      }
    #expect(seen == 3 && trained.wasStopped && trained.epochs.count == 3)
    #expect((1...3).contains(trained.keptEpoch))
  }

  @Test("ends early when epochs are clearly worse for a while")
  func patience() {
    // What is learnt of the first cells is wrong of the others.
    var options = Self.options()
    options.patience = 2
    options.epochs = 200
    let table = Self.table(cells: 60, misnamedFrom: 30)
    let trained = HeadTraining(table, classCount: 3, start: nil, options: options)
      .run(training: Array(0..<30), validation: Array(30..<60))
    #expect(trained.epochs.count == trained.keptEpoch + 2 && trained.epochs.count < 100)
  }

  @Test("judges a cell by the mean of its plain views' logits")
  func plainViews() {
    let table = Self.table(cells: 4, plainViews: 8, augmentedViews: 3)
    var generator = SeededGenerator(seed: 7)
    let layer = Head.Layer(
      weights: (0..<(3 * Network.featureCount)).map { _ in
        Float.random(in: -1...1, using: &generator)
      }, bias: [0, 1, 2])
    let logits = HeadTraining.logits(Head(hidden: nil, output: layer), table, cells: [2])[0]
    for output in 0..<3 {
      var sum = Double(layer.bias[output])
      for view in 0..<8 {
        for feature in 0..<Network.featureCount {
          sum +=
            Double(layer.weights[output * Network.featureCount + feature])
            * Double(table.features[(2 * 11 + view) * Network.featureCount + feature]) / 8
        }
      }
      #expect(abs(Double(logits[output]) - sum) < 1e-3)
    }
  }
}

@Suite("Thresholds of a head")
struct HeadCalibrationTests {
  @Test("a head that is surer than it is right is made less sure")
  func temperature() {
    // Nine of ten are right, said with e^6 to 1.
    let logits = (0..<200).map { _ in [Float](arrayLiteral: 6, 0) }
    let labels = (0..<200).map { $0 % 10 == 0 ? 1 : 0 }
    let calibration = HeadCalibration(logits: logits, labels: labels, core: [true, true])
    #expect(abs(calibration.temperature - 6 / log(9.0)) < 0.05)
    // Nothing can be answered at 97 %.
    #expect(calibration.uncertainBelow > 0.9)
  }

  @Test("thresholds are the least that reach the wanted accuracy and the greatest that flag few")
  func thresholds() {
    // Sure ones right, unsure ones wrong half of the time; one in two hundred core cells looks foreign.
    var (logits, labels) = ([[Float]](), [Int]())
    for cell in 0..<400 {
      let isSure = cell < 300
      logits.append(cell == 0 ? [1, 0, 1.5] : isSure ? [9, 0, 0] : [1, 0, -9])
      labels.append(!isSure && cell.isMultiple(of: 2) ? 1 : 0)
    }
    let calibration = HeadCalibration(logits: logits, labels: labels, core: [true, true, false])
    let unsure = softmax([1, 0, -9], temperature: calibration.temperature)[0]
    #expect(calibration.uncertainBelow > unsure && calibration.uncertainBelow < unsure + 0.02)
    #expect(calibration.outsideAbove == 0.5)
  }
}

@Suite("A learning curve")
struct LearningCurveTests {
  @Test("says how many more cells lower the error by a point")
  func power() throws {
    // error = 2 / sqrt(cells)
    let curve = LearningCurve(
      points: [100, 400, 1600].map {
        .init(cells: $0, balancedError: 2 / Double($0).squareRoot(), draws: 1)
      }, heldOut: 200)
    #expect(abs(try #require(curve.expectedError(cells: 6400)) - 0.025) < 1e-9)
    // 0.05 at 1600 cells; 0.04 at 2500.
    #expect(abs(try #require(curve.cellsForAPoint) - 900) <= 1)
  }

  @Test("promises nothing where the error does not fall")
  func flat() {
    let curve = LearningCurve(
      points: [
        .init(cells: 100, balancedError: 0.1, draws: 3),
        .init(cells: 400, balancedError: 0.1, draws: 1),
      ], heldOut: 50)
    #expect(curve.cellsForAPoint == nil && curve.expectedError(cells: 800) == nil)
  }
}
