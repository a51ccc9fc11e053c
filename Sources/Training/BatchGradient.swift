import Foundation

/// Loss and gradient of a `DenseHead` on batches of standardised rows. Owns the buffers of one thread.
package final class BatchGradient {
  private let capacity: Int
  private let shape: DenseHead
  /// [row][feature]; the caller fills it.
  package let rows: UnsafeMutablePointer<Float>
  private let hidden: UnsafeMutablePointer<Float>
  private let hiddenGradient: UnsafeMutablePointer<Float>
  /// [row][class]: logits, then their gradient.
  let logits: UnsafeMutablePointer<Float>
  /// Laid out as the head's `values`.
  package private(set) var gradient: [Float]

  /// Room for batches of at most `capacity` rows of heads like `shape`.
  package init(capacity: Int, shape: DenseHead) {
    self.capacity = capacity
    self.shape = shape
    func room(_ count: Int) -> UnsafeMutablePointer<Float> {
      let start = UnsafeMutablePointer<Float>.allocate(capacity: max(1, count))
      start.initialize(repeating: 0, count: max(1, count))
      return start
    }
    rows = room(capacity * shape.featureCount)
    hidden = room(capacity * (shape.hiddenCount ?? 0))
    hiddenGradient = room(capacity * (shape.hiddenCount ?? 0))
    logits = room(capacity * shape.classCount)
    gradient = [Float](repeating: 0, count: shape.values.count)
  }

  deinit { for buffer in [rows, hidden, hiddenGradient, logits] { buffer.deallocate() } }

  /// Fills `logits` of the first `count` rows.
  ///
  /// - Parameter keep: a factor of each hidden output, [row][hidden], 0 where dropout takes it away; nil for none.
  func forward(_ head: DenseHead, count: Int, keep: [Float]? = nil) {
    precondition(count <= capacity)
    head.values.withUnsafeBufferPointer { values in
      guard let start = values.baseAddress else { return }
      var input = UnsafePointer(rows)
      if let hiddenCount = head.hiddenCount {
        MatrixProduct.multiply(
          rows, transposed: false, start + head.hiddenWeights.lowerBound, transposed: true,
          m: count, n: hiddenCount, k: head.featureCount, into: hidden)
        let bias = start + head.hiddenBias.lowerBound
        for row in 0..<count {
          for output in 0..<hiddenCount {
            let place = row &* hiddenCount &+ output
            let value = max(0, hidden[place] + bias[output])
            hidden[place] = keep.map { value * $0[place] } ?? value
          }
        }
        input = UnsafePointer(hidden)
      }
      MatrixProduct.multiply(
        input, transposed: false, start + head.outputWeights.lowerBound, transposed: true,
        m: count, n: head.classCount, k: head.inputCount, into: logits)
      let bias = start + head.outputBias.lowerBound
      for row in 0..<count {
        for output in 0..<head.classCount {
          logits[row &* head.classCount &+ output] += bias[output]
        }
      }
    }
  }

  /// Weighted cross entropy of the first `count` rows, divided by `count`; `gradient` becomes its gradient. What
  /// pulls the weights is not in it.
  ///
  /// - Returns: the loss, and how many rows are right.
  package func lossAndGradient(
    _ head: DenseHead, count: Int, labels: [Int], weights: [Float], keep: [Float]? = nil
  ) -> (loss: Double, right: Int) {
    forward(head, count: count, keep: keep)
    let classCount = head.classCount
    var loss = 0.0
    var right = 0
    for row in 0..<count {
      let line = logits + row * classCount
      let (greatest, best) = Self.greatest(line, count: classCount)
      if best == labels[row] { right += 1 }
      var sum: Float = 0
      for output in 0..<classCount {
        line[output] -= greatest
        sum += exp(line[output])
      }
      loss += Double(weights[row]) * Double(log(sum) - line[labels[row]])
      let scale = weights[row] / Float(count)
      for output in 0..<classCount { line[output] = scale * exp(line[output]) / sum }
      line[labels[row]] -= scale
    }
    backward(head, count: count, keep: keep)
    return (loss / Double(count), right)
  }

  static func greatest(
    _ line: UnsafePointer<Float>, count: Int
  ) -> (value: Float, place: Int) {
    var best = 0
    for place in 1..<count where line[place] > line[best] { best = place }
    return (line[best], best)
  }

  private func backward(_ head: DenseHead, count: Int, keep: [Float]?) {
    let classCount = head.classCount
    head.values.withUnsafeBufferPointer { values in
      gradient.withUnsafeMutableBufferPointer { gradient in
        guard let start = values.baseAddress, let into = gradient.baseAddress else { return }
        let input = head.hiddenCount == nil ? UnsafePointer(rows) : UnsafePointer(hidden)
        MatrixProduct.multiply(
          logits, transposed: true, input, transposed: false, m: classCount, n: head.inputCount,
          k: count, into: into + head.outputWeights.lowerBound)
        Self.sumRows(
          logits, count: count, width: classCount, into: into + head.outputBias.lowerBound)
        guard let hiddenCount = head.hiddenCount else { return }
        MatrixProduct.multiply(
          logits, transposed: false, start + head.outputWeights.lowerBound, transposed: false,
          m: count, n: hiddenCount, k: classCount, into: hiddenGradient)
        for place in 0..<(count * hiddenCount) {
          hiddenGradient[place] =
            hidden[place] > 0 ? hiddenGradient[place] * (keep?[place] ?? 1) : 0
        }
        MatrixProduct.multiply(
          hiddenGradient, transposed: true, rows, transposed: false, m: hiddenCount,
          n: head.featureCount, k: count, into: into + head.hiddenWeights.lowerBound)
        Self.sumRows(
          hiddenGradient, count: count, width: hiddenCount,
          into: into + head.hiddenBias.lowerBound)
      }
    }
  }

  private static func sumRows(
    _ rows: UnsafePointer<Float>, count: Int, width: Int, into sums: UnsafeMutablePointer<Float>
  ) {
    sums.update(repeating: 0, count: width)
    for row in 0..<count {
      for column in 0..<width { sums[column] += rows[row &* width &+ column] }
    }
  }
}
