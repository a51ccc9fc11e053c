import Screen

/// Two curves of a training as lines of a report.
struct BraillePlot {
  let title: String
  /// One value an epoch, the same number in both.
  let solid: [Double]
  let dotted: [Double]
  /// Place of the value to point at.
  let marked: Int

  private static let height = 6

  var lines: [String] {
    let plot = CurvePlot(solid: solid, dotted: dotted, columns: 60, rows: Self.height)
    guard let bounds = plot.bounds else { return [] }
    let body = plot.lines.enumerated().map { row, text in
      let label =
        row == 0
        ? fixed(bounds.upperBound, 3) : row == Self.height - 1 ? fixed(bounds.lowerBound, 3) : ""
      return "  " + label.padded(left: 7) + " " + text
    }
    let pointer = String(repeating: " ", count: 10 + plot.column(of: marked)) + "^"
    return ["  \(title)"] + body + [pointer]
  }
}
