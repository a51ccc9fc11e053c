import Foundation
import TestSupport
import Testing
import Training

@Suite("The gradient of a head")
struct GradientTests {
  private static let (rowCount, featureCount, classCount) = (7, 12, 3)

  private struct Trial {
    let head: DenseHead
    let rows: [Float]
    let labels: [Int]
    let weights: [Float]
    let keep: [Float]?

    init(hidden: Int?, dropout: Bool) {
      var generator = SeededGenerator(seed: 31)
      func numbers(_ count: Int, _ scale: Float) -> [Float] {
        (0..<count).map { _ in Float.random(in: -scale...scale, using: &generator) }
      }
      var head = DenseHead(
        featureCount: featureCount, hiddenCount: hidden, classCount: classCount, seed: 1)
      head.values = numbers(head.values.count, 0.6)
      self.head = head
      rows = numbers(rowCount * featureCount, 1)
      labels = (0..<rowCount).map { $0 % classCount }
      weights = (0..<rowCount).map { 0.5 + Float($0) / 4 }
      keep =
        dropout
        ? (0..<(rowCount * (hidden ?? 0))).map { $0 % 3 == 0 ? 0 : 1.5 } : nil
    }

    /// The loss by loops in double precision.
    func loss(_ values: [Double]) -> Double {
      let inputCount = head.inputCount
      var sum = 0.0
      for row in 0..<rowCount {
        var input = (0..<featureCount).map { Double(rows[row * featureCount + $0]) }
        if let hidden = head.hiddenCount {
          input = (0..<hidden).map { output in
            let value = (0..<featureCount).reduce(values[head.hiddenBias.lowerBound + output]) {
              $0 + values[output * featureCount + $1] * input[$1]
            }
            return max(0, value) * Double(keep?[row * hidden + output] ?? 1)
          }
        }
        let logits = (0..<classCount).map { output in
          (0..<inputCount).reduce(values[head.outputBias.lowerBound + output]) {
            $0 + values[head.outputWeights.lowerBound + output * inputCount + $1] * input[$1]
          }
        }
        sum += Double(weights[row]) * (log(logits.reduce(0) { $0 + exp($1) }) - logits[labels[row]])
      }
      return sum / Double(rowCount)
    }
  }

  @Test(
    "is that of finite differences, with and without hidden layer and dropout",
    arguments: [(nil, false), (5, false), (5, true)] as [(Int?, Bool)])
  func differences(hidden: Int?, dropout: Bool) {
    let trial = Trial(hidden: hidden, dropout: dropout)
    let gradient = BatchGradient(capacity: 10, shape: trial.head)
    gradient.rows.update(from: trial.rows, count: trial.rows.count)
    let met = gradient.lossAndGradient(
      trial.head, count: Self.rowCount, labels: trial.labels, weights: trial.weights,
      keep: trial.keep)
    let values = trial.head.values.map(Double.init)
    #expect(abs(met.loss - trial.loss(values)) < 1e-5)
    var greatest = 0.0
    for place in values.indices {
      let shift = 1e-5
      var (more, less) = (values, values)
      more[place] += shift
      less[place] -= shift
      let difference = (trial.loss(more) - trial.loss(less)) / (2 * shift)
      greatest = max(greatest, abs(difference))
      #expect(abs(Double(gradient.gradient[place]) - difference) < 2e-5, "number \(place)")
    }
    #expect(greatest > 0.05)
  }

  @Test("products by loops are those of OpenBLAS", arguments: [false, true], [false, true])
  func products(aIsTransposed: Bool, bIsTransposed: Bool) {
    let (m, n, k) = (5, 7, 9)
    var generator = SeededGenerator(seed: 32)
    let a = (0..<(m * k)).map { _ in Float.random(in: -1...1, using: &generator) }
    let b = (0..<(k * n)).map { _ in Float.random(in: -1...1, using: &generator) }
    var (loops, library) = (
      [Float](repeating: 9, count: m * n), [Float](repeating: 9, count: m * n)
    )
    MatrixProduct.multiply(
      a, transposed: aIsTransposed, b, transposed: bIsTransposed, m: m, n: n, k: k, into: &loops,
      byLoops: true)
    MatrixProduct.multiply(
      a, transposed: aIsTransposed, b, transposed: bIsTransposed, m: m, n: n, k: k, into: &library)
    for row in 0..<m {
      for column in 0..<n {
        let expected = (0..<k).reduce(0.0) { sum, inner in
          sum + Double(aIsTransposed ? a[inner * m + row] : a[row * k + inner])
            * Double(bIsTransposed ? b[column * k + inner] : b[inner * n + column])
        }
        #expect(abs(Double(loops[row * n + column]) - expected) < 1e-5)
        #expect(abs(Double(library[row * n + column]) - expected) < 1e-5)
      }
    }
  }
}
