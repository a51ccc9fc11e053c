extension Double {
  /// With one digit after the point: `62.5`. For what is not negative, such as a percentage.
  package var tenths: String { digits(1) }

  /// With two digits after the point: `0.52`. For what is not negative, such as a ratio.
  package var hundredths: String { digits(2) }

  /// With three digits after the point: `0.018`. For what is not negative.
  package var thousandths: String { digits(3) }

  /// Kept to four decimals, so that a measure has one short text.
  package var toFourDecimals: Double { (self * 10_000).rounded() / 10_000 }

  private func digits(_ count: Int) -> String {
    let unit = (0..<count).reduce(1) { unit, _ in unit * 10 }
    let all = Int((self * Double(unit)).rounded())
    // The leading 1 keeps the zeros after the point.
    return "\(all / unit)." + String(unit + all % unit).dropFirst()
  }
}
