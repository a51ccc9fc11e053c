import Foundation
import Review

/// Text in columns, the first to the left and the others to the right.
struct TextTable {
  private var rows: [[String]] = []
  /// The last column is read from its left, such as a path.
  var endsInText = false

  mutating func add(_ row: [String]) { rows.append(row) }

  /// The lines, indented by two.
  var lines: [String] {
    let widths = (rows.first ?? []).indices.map { column in
      rows.map { $0[column].count }.max() ?? 0
    }
    return rows.map { row in
      let cells = row.enumerated().map { column, text in
        let isText = column == 0 || (endsInText && column == row.count - 1)
        return isText ? text.padded(to: widths[column]) : text.padded(left: widths[column])
      }
      return ("  " + cells.joined(separator: "  ")).withoutEndBlanks
    }
  }
}

extension String {
  func padded(to width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - count))
  }

  func padded(left width: Int) -> String {
    String(repeating: " ", count: max(0, width - count)) + self
  }

  var withoutEndBlanks: String { String(reversed().drop { $0 == " " }.reversed()) }
}

/// Breaks a text between words into lines of at most 80 characters.
func wrapped(_ text: String, first: String = "", indent: String = "") -> [String] {
  var lines: [String] = []
  var line = first
  var isStart = true
  for word in text.split(separator: " ") {
    if !isStart, line.count + 1 + word.count > 80 {
      lines.append(line)
      (line, isStart) = (indent, true)
    }
    line += (isStart ? "" : " ") + word
    isStart = false
  }
  return lines + [line]
}

/// A number with a fixed count of decimals.
func fixed(_ value: Double, _ decimals: Int) -> String {
  String(format: "%.\(decimals)f", value)
}

/// A share in per cent, one decimal; `-` for none.
func percent(_ value: Double?) -> String { value.map { fixed(100 * $0, 1) } ?? "-" }

/// A share in per cent with its interval.
func percent(_ share: Share) -> String {
  share.value == nil ? "-" : "\(percent(share.value)) \(percentLimits(share.low, share.high))"
}

/// An interval with a fixed count of decimals, rounded outwards, as on the screens of the station: it never
/// looks narrower than it is.
func limits(_ low: Double, _ high: Double, _ decimals: Int) -> String {
  let shown = (low...high).outwards(digits: decimals)
  return "[\(fixed(shown.lowerBound, decimals)), \(fixed(shown.upperBound, decimals))]"
}

/// An interval of shares in per cent, one decimal.
func percentLimits(_ low: Double, _ high: Double) -> String { limits(100 * low, 100 * high, 1) }
