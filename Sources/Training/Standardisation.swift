/// Mean and spread of each feature over the rows that are fitted to: standardised, all features have a say of
/// the same size, and one step size suits all.
struct Standardisation {
  let means: [Float]
  let deviations: [Float]

  /// Added to each deviation, so that a feature which hardly ever speaks is not made to shout.
  private static let floor = 0.01

  init(_ table: FeatureTable, rows: [Int]) {
    let count = table.featureCount
    var sums = [Double](repeating: 0, count: count)
    var squares = [Double](repeating: 0, count: count)
    table.features.withUnsafeBufferPointer { features in
      for row in rows {
        let first = row &* count
        for feature in 0..<count {
          let value = Double(features[first &+ feature])
          sums[feature] += value
          squares[feature] += value * value
        }
      }
    }
    let total = Double(max(rows.count, 1))
    means = sums.map { Float($0 / total) }
    deviations = zip(sums, squares).map { sum, square in
      let mean = sum / total
      return Float((max(0, square / total - mean * mean)).squareRoot() + Self.floor)
    }
  }

  /// Writes a row's standardised features.
  func apply(
    _ row: UnsafePointer<Float>, into output: UnsafeMutablePointer<Float>
  ) {
    means.withUnsafeBufferPointer { means in
      deviations.withUnsafeBufferPointer { deviations in
        for feature in 0..<means.count {
          output[feature] = (row[feature] - means[feature]) / deviations[feature]
        }
      }
    }
  }
}
