import Review

/// A percentage with one digit after the point.
func percentText(_ value: Double) -> String { value.tenths + "%" }

/// Limits of a percentage, rounded outwards: they never look closer than they are.
func limitsText(_ limits: ClosedRange<Double>) -> String {
  let shown = limits.outwards(digits: 1)
  return "\(shown.lowerBound.tenths)-\(shown.upperBound.tenths)"
}

/// An upper limit never looks lower than it is.
func percentRoundedUp(_ value: Double) -> String {
  (0...value).outwards(digits: 1).upperBound.tenths
}

/// A number with two digits after the point.
func hundredths(_ value: Double) -> String {
  let whole = Int((value * 100).rounded())
  return "\(whole / 100)." + (whole % 100 < 10 ? "0" : "") + "\(whole % 100)"
}

/// A number without a needless fraction: `5`, `7.5`.
func short(_ value: Double) -> String {
  value == value.rounded() && abs(value) < 1e9 ? "\(Int(value))" : "\(value)"
}

/// The same of a number rounded to tenths.
func shortTenths(_ value: Double) -> String { short((value * 10).rounded() / 10) }
