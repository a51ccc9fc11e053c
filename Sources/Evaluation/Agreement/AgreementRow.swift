import Review

/// An answer to a suggestion, small enough to keep one of each: 100,000 are five megabytes.
struct AgreementRow {
  let utcMilliseconds: Int64
  let sequence: Int64
  /// Places in `Names`.
  let suggested: Int32
  let answered: Int32
  let reviewer: Int32
  let model: Int32
  /// Days since 1970-01-01 on the laboratory's clock.
  let day: Int32
  let dwellMilliseconds: Int32
  let wasSeen: Bool

  var isOverride: Bool { suggested != answered }
}

/// Texts by numbers, each held once.
struct Names {
  private(set) var texts: [String] = []
  private var places: [String: Int32] = [:]

  subscript(place: Int32) -> String { texts[Int(place)] }

  mutating func place(of text: String) -> Int32 {
    if let place = places[text] { return place }
    let place = Int32(texts.count)
    places[text] = place
    texts.append(text)
    return place
  }
}

/// What answers are grouped by.
public enum AgreementGrouping: String, CaseIterable, Sendable {
  case reviewer, model, week, month
}

/// Weeks and months of the laboratory's clock.
enum CalendarSpan {
  /// Days since 1970-01-01 at `time`, where it was written.
  static func day(of time: Timestamp) -> Int {
    let local = time.utcMilliseconds + Int64(time.offsetMinutes) * 60_000
    return Int((local - (local % 86_400_000 + 86_400_000) % 86_400_000) / 86_400_000)
  }

  /// `2026-11`.
  static func month(ofDay day: Int) -> String { String(date(ofDay: day).prefix(7)) }

  /// `2026-W48`: weeks begin on Monday and belong to the year of their Thursday (ISO 8601).
  static func week(ofDay day: Int) -> String {
    // 1970-01-01 was a Thursday: three days after a Monday.
    let weekday = ((day + 3) % 7 + 7) % 7
    let thursday = day - weekday + 3
    let year = String(date(ofDay: thursday).prefix(4))
    var firstOfYear = thursday
    while date(ofDay: firstOfYear - 1).hasPrefix(year) { firstOfYear -= 1 }
    let week = (thursday - firstOfYear) / 7 + 1
    return "\(year)-W\(week < 10 ? "0" : "")\(week)"
  }

  private static func date(ofDay day: Int) -> String {
    String(Timestamp(utcMilliseconds: Int64(day) * 86_400_000, offsetMinutes: 0).utcText.prefix(10))
  }
}
