import Review
public import Screen

// What a training came to so far, as lines: the same on the station's page and on the command line.
extension TrainingCourse {
  /// Lines of text for a training that runs: step and time left, the last and the kept epoch, curves.
  ///
  /// - Parameters:
  ///   - size: room; the curves take what the other lines leave.
  ///   - now: milliseconds on the clock that dated the progress.
  public func lines(in size: Size, at now: Int, symbols: CurvePlot.Symbols) -> [String] {
    pageLines(in: size, at: now, symbols: symbols).map(\.text)
  }

  /// Step and epoch in one line, for an output that is no terminal.
  public var plainLine: String {
    guard step == .epochs, let last = epochs.last else { return opening }
    let judged = last.validationLoss.map { ", validation loss \(figure($0))" } ?? ""
    let right = last.validationAccuracy.map { ", \(percents($0)) right" } ?? ""
    return "\(place): loss \(figure(last.trainingLoss))\(judged)\(right), kept epoch \(kept)"
  }

  func pageLines(in size: Size, at now: Int, symbols: CurvePlot.Symbols) -> [PageLine] {
    let width = max(8, min(40, size.columns - 10))
    let filled = Int((share * Double(width)).rounded(.down))
    let bar =
      String(repeating: "█", count: filled) + String(repeating: "─", count: width - filled)
    var lines = [PageLine(stepLine(at: now), .heading), PageLine(bar)]
    lines += figures
    return lines + curves(columns: size.columns, rows: size.rows - lines.count, symbols: symbols)
  }

  /// The last and the kept epoch.
  var figures: [PageLine] {
    guard let last = epochs.last else { return [] }
    var lines = [
      PageLine(
        "training    loss \(figure(last.trainingLoss))  \(percents(last.trainingAccuracy)) right   "
          + "rate \(scientific(last.learningRate))")
    ]
    if let loss = last.validationLoss, let right = last.validationAccuracy {
      lines.append(PageLine("validation  loss \(figure(loss))  \(percents(right)) right"))
    }
    if let kept = keptEpoch, let loss = kept.validationLoss, let right = kept.validationAccuracy {
      lines.append(
        PageLine(
          "kept epoch \(kept.number): validation loss \(figure(loss)), \(percents(right)) right"))
    }
    return lines
  }

  /// Loss and right answers side by side, the kept epoch marked; nothing before the first epoch.
  func curves(columns: Int, rows: Int, symbols: CurvePlot.Symbols) -> [PageLine] {
    guard !epochs.isEmpty else { return [] }
    // Names above, marks and legend below.
    let height = max(3, min(20, rows - 3))
    let width = (columns - Self.gap) / 2
    let loss = plot(
      "loss", epochs.map { $0.validationLoss ?? $0.trainingLoss }, epochs.map(\.trainingLoss),
      width: width, height: height, symbols)
    let right = plot(
      "right", epochs.map { $0.validationAccuracy ?? $0.trainingAccuracy },
      epochs.map(\.trainingAccuracy), width: width, height: height, symbols)
    return zip(loss, right).map { left, right in
      PageLine(left.rightPadded(width + Self.gap) + right)
    } + [PageLine("solid: validation, dotted: training, ^: kept epoch", .muted)]
  }

  private static let gap = 3

  /// A plot with its name above and the mark of the kept epoch below.
  private func plot(
    _ name: String, _ solid: [Double], _ dotted: [Double], width: Int, height: Int,
    _ symbols: CurvePlot.Symbols
  ) -> [String] {
    let label = 6
    let plot = CurvePlot(
      solid: solid, dotted: dotted, columns: max(8, width - label), rows: height, symbols: symbols)
    guard let bounds = plot.bounds else { return [] }
    let body = plot.lines.enumerated().map { row, text in
      let bound =
        row == 0
        ? figure(bounds.upperBound) : row == height - 1 ? figure(bounds.lowerBound) : ""
      return bound.rightPadded(label) + text
    }
    let mark = String(repeating: " ", count: label + plot.column(of: max(0, kept - 1))) + "^"
    return ["\(String(repeating: " ", count: label))\(name)"] + body + [mark]
  }
}

/// A loss, or a share, with three digits; `-` for what is no number.
private func figure(_ value: Double) -> String {
  value.isFinite && (0..<1e6).contains(value) ? value.thousandths : "-"
}

private func percents(_ share: Double) -> String { "\((100 * share).tenths) %" }

/// A small number as `6.3e-4`.
private func scientific(_ value: Double) -> String {
  guard value > 0, value.isFinite else { return "0" }
  var (mantissa, exponent) = (value, 0)
  while mantissa < 1 { (mantissa, exponent) = (mantissa * 10, exponent - 1) }
  while mantissa >= 9.95 { (mantissa, exponent) = (mantissa / 10, exponent + 1) }
  return exponent == 0 ? mantissa.tenths : "\(mantissa.tenths)e\(exponent)"
}
