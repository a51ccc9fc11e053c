extension Timestamp {
  /// `2026-11-22T21:05:33.120Z` (ISO 8601, RFC 3339).
  ///
  /// The date from a day number in the proleptic Gregorian calendar: count years from 1 March, so
  /// that the leap day comes last, in eras of 400 years of 146,097 days.
  package var utcText: String {
    let (day, millisecond) = floorDivide(utcMilliseconds, by: 86_400_000)
    let (era, dayOfEra) = floorDivide(day + 719_468, by: 146_097)
    let yearOfEra =
      (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    let dayOfMonth = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
    let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    let year = era * 400 + yearOfEra + (month <= 2 ? 1 : 0)
    let date = "\(padded(year, 4))-\(padded(month, 2))-\(padded(dayOfMonth, 2))"
    let second = millisecond / 1000
    let clock =
      "\(padded(second / 3600, 2)):\(padded(second / 60 % 60, 2)):\(padded(second % 60, 2))"
    return "\(date)T\(clock).\(padded(millisecond % 1000, 3))Z"
  }

  /// The laboratory's own clock: `2026-11-22 22:05`.
  package var localText: String {
    let local = Timestamp(
      utcMilliseconds: utcMilliseconds + Int64(offsetMinutes) * 60_000, offsetMinutes: 0)
    return local.utcText.prefix(10) + " " + local.utcText.dropFirst(11).prefix(5)
  }

  private func floorDivide(_ value: Int64, by divisor: Int64) -> (Int64, Int64) {
    let remainder = (value % divisor + divisor) % divisor
    return ((value - remainder) / divisor, remainder)
  }

  private func padded(_ value: Int64, _ width: Int) -> String {
    let digits = String(value)
    return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
  }
}
