import Foundation

/// Steps of Adam: each number moves by its own mean gradient over its own mean size of gradient.
///
/// Source: Kingma and Ba, "Adam: A Method for Stochastic Optimization", ICLR 2015, algorithm 1.
struct Adam {
  private var mean: [Float]
  private var square: [Float]
  private var steps = 0
  private static let (beta1, beta2): (Float, Float) = (0.9, 0.999)

  init(count: Int) {
    mean = [Float](repeating: 0, count: count)
    square = mean
  }

  /// Moves `values` down `gradient` by about `rate`.
  mutating func step(_ values: inout [Float], _ gradient: [Float], rate: Float) {
    steps += 1
    let (beta1, beta2) = (Self.beta1, Self.beta2)
    let stepRate = rate / (1 - pow(beta1, Float(steps)))
    let squareShare = 1 / (1 - pow(beta2, Float(steps)))
    values.withUnsafeMutableBufferPointer { values in
      mean.withUnsafeMutableBufferPointer { mean in
        square.withUnsafeMutableBufferPointer { square in
          gradient.withUnsafeBufferPointer { gradient in
            for place in 0..<values.count {
              let slope = gradient[place]
              mean[place] = beta1 * mean[place] + (1 - beta1) * slope
              square[place] = beta2 * square[place] + (1 - beta2) * slope * slope
              values[place] -=
                stepRate * mean[place] / ((square[place] * squareShare).squareRoot() + 1e-8)
            }
          }
        }
      }
    }
  }
}
