extension ClosedRange<Double> {
  /// The limits with so many digits after the point, rounded outwards: they never look closer than they
  /// are.
  package func outwards(digits: Int) -> ClosedRange<Double> {
    let unit = (0..<digits).reduce(1.0) { unit, _ in unit * 10 }
    // Limits are known to a millionth of that; less must not push one over to the next digit.
    let unsure = 1e-6
    let low = (lowerBound * unit + unsure).rounded(.down) / unit
    return low...Swift.max(low, (upperBound * unit - unsure).rounded(.up) / unit)
  }
}
