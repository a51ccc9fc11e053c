/// Thresholds that part a picture's values into three classes as unlike each other as possible.
/// Source: Otsu, "A threshold selection method from gray-level histograms", IEEE SMC 1979, the form
/// for several thresholds (largest variance between the classes).
package enum Otsu {
  private static let binCount = 40

  /// The upper of the two thresholds; values outside `range` count for its ends. Without three
  /// classes (nearly one value only) the lower end.
  package static func upperOfThree(_ values: [Float], range: ClosedRange<Float>) -> Float {
    let step = (range.upperBound - range.lowerBound) / Float(binCount)
    var histogram = Histogram(binCount: binCount)
    histogram.add(values, origin: range.lowerBound, step: step)
    // Running weights and moments, so that each class costs one subtraction.
    var weights: [Double] = []
    var moments: [Double] = []
    var weight = 0.0
    var moment = 0.0
    for (bin, count) in histogram.counts.enumerated() {
      weight += Double(count)
      moment += Double(count) * (Double(bin) + 0.5)
      weights.append(weight)
      moments.append(moment)
    }
    var best = (variance: -1.0, bin: -1)
    for low in 0..<(binCount - 2) where weights[low] > 0 {
      for high in (low + 1)..<(binCount - 1) {
        let middle = weights[high] - weights[low]
        let upper = weight - weights[high]
        guard middle > 0, upper > 0 else { continue }
        let variance =
          moments[low] * moments[low] / weights[low]
          + (moments[high] - moments[low]) * (moments[high] - moments[low]) / middle
          + (moment - moments[high]) * (moment - moments[high]) / upper
        if variance > best.variance { best = (variance, high) }
      }
    }
    return range.lowerBound + Float(best.bin + 1) * step
  }
}
