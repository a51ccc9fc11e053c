extension Differential {
  /// Exact 95 % limits of a class's percentage (Clopper and Pearson), 0...100; nil while nothing was
  /// counted and for a class outside the total.
  ///
  /// They hold for cells that are a sample of the slide, and say nothing of a wrong label.
  public func limits(of label: Label) -> ClosedRange<Double>? {
    guard total > 0, count(of: label) <= total else { return nil }
    let interval = BinomialLimits.interval(events: count(of: label), of: total)
    return (100 * interval.lowerBound)...(100 * interval.upperBound)
  }

  /// Width of `limits(of:)` in percentage points; 100 while nothing was counted.
  public func width(of label: Label) -> Double {
    limits(of: label).map { $0.upperBound - $0.lowerBound } ?? 100
  }
}
