import Imaging

extension Calibration {
  /// Share of right answers over confidence; on the diagonal a probability means what it says.
  func picture(signed signature: [String]) -> RGBImage {
    let area = PlotArea(highest: 1)
    var canvas = Canvas(
      title: "Reliability: does a probability mean what it says?",
      subtitle: "Expected calibration error \(fixed(expectedError, 3)) over \(count) answers.",
      height: area.bottom, signed: signature)
    area.drawAxes(on: &canvas, across: "confidence", up: "share of right answers", decimals: 1)
    for bin in bins {
      guard let accuracy = bin.accuracy else { continue }
      let (left, right) = (area.x(bin.low), area.x(bin.high))
      canvas.fill(
        x: left + 2, y: area.y(accuracy), width: right - left - 4,
        height: area.y(0) - area.y(accuracy), .lightBlue)
      // A bin with nothing right is still there.
      canvas.fill(x: left + 2, y: area.y(accuracy) - 1, width: right - left - 4, height: 3, .blue)
    }
    canvas.line(
      from: (area.x(0), area.y(0)), to: (area.x(1), area.y(1)), width: 2, .grey)
    for bin in bins {
      guard let accuracy = bin.accuracy, let confidence = bin.confidence else { continue }
      canvas.fill(
        x: area.x(confidence) - 4, y: area.y(accuracy) - 4, width: 9, height: 9, .red)
    }
    legend(on: &canvas, left: area.left + area.width + 30, top: area.top)
    return canvas.image
  }

  private func legend(on canvas: inout Canvas, left: Int, top: Int) {
    canvas.fill(x: left, y: top, width: 16, height: 14, .lightBlue)
    canvas.write("right in the bin", x: left + 26, y: top, size: 2)
    canvas.fill(x: left + 4, y: top + 32, width: 9, height: 9, .red)
    canvas.write("mean confidence", x: left + 26, y: top + 28, size: 2)
    canvas.fill(x: left, y: top + 63, width: 16, height: 2, .grey)
    canvas.write("perfect", x: left + 26, y: top + 56, size: 2)
    canvas.write("confidence answers", x: left, y: top + 110, size: 2, .grey)
    var y = top + 136
    for bin in bins where bin.count > 0 {
      let count = "\(bin.count)"
      canvas.write("\(fixed(bin.low, 2))-\(fixed(bin.high, 2))", x: left, y: y, size: 2)
      canvas.write(count, x: left + 214, y: y, size: 2, .black, .right)
      y += 24
    }
  }
}

extension RiskCoverage {
  /// Share of wrong answers over the share of images answered, the surest first; with the point at which the
  /// program abstains.
  func picture(chosen: Abstention?, signed signature: [String]) -> RGBImage {
    let worst = max(
      curve.map(\.risk).max() ?? 0, chosen?.answeredRight.value.map { 1 - $0 } ?? 0)
    // The next twentieth above, so that fifths of it are short numbers.
    let area = PlotArea(highest: min(1, max(0.05, (worst * 20).rounded(.up) / 20)))
    var canvas = Canvas(
      title: "Risk and coverage: what if only sure answers count?",
      subtitle: "Area under the curve \(fixed(self.area, 4)) over \(curve.count) images; "
        + "0 is perfect.",
      height: area.bottom, signed: signature)
    area.drawAxes(
      on: &canvas, across: "coverage: share of images answered, the surest first",
      up: "risk: share of wrong answers among them", decimals: 2)
    var last: (x: Int, y: Int)?
    for point in curve {
      let next = (x: area.x(point.coverage), y: area.y(point.risk))
      canvas.line(from: last ?? next, to: next, width: 3, .blue)
      last = next
    }
    legend(on: &canvas, area)
    if let chosen { mark(chosen, on: &canvas, area) }
    return canvas.image
  }

  /// A cross, since red squares are taken.
  private func mark(_ chosen: Abstention, on canvas: inout Canvas, _ area: PlotArea) {
    let (left, top) = (area.left + area.width + 30, area.top + 290)
    func cross(_ x: Int, _ y: Int) {
      canvas.fill(x: x - 10, y: y - 1, width: 21, height: 3, .black)
      canvas.fill(x: x - 1, y: y - 10, width: 3, height: 21, .black)
    }
    cross(left + 10, top + 10)
    canvas.write("chosen: what is ok", x: left + 30, y: top, size: 2)
    guard let right = chosen.answeredRight.value, let covered = chosen.answered.value else {
      canvas.write("nothing is", x: left + 30, y: top + 24, size: 2)
      return
    }
    cross(area.x(covered), area.y(1 - right))
    canvas.write("\(percent(covered)) % answered", x: left + 30, y: top + 24, size: 2)
    canvas.write("\(percent(1 - right)) % wrong", x: left + 30, y: top + 48, size: 2)
  }

  private func legend(on canvas: inout Canvas, _ area: PlotArea) {
    let left = area.left + area.width + 30
    canvas.write("from    share", x: left, y: area.top, size: 2, .grey)
    canvas.write("confid. answered", x: left, y: area.top + 20, size: 2, .grey)
    for (place, row) in rows.enumerated() {
      let y = area.top + 50 + 24 * place
      let covered = row.coverage.value ?? 0
      canvas.write(row.threshold == 0 ? "all" : fixed(row.threshold, 2), x: left, y: y, size: 2)
      canvas.write("\(percent(covered)) %", x: left + 190, y: y, size: 2, .black, .right)
      let risk = 1 - (row.accuracy.value ?? 1)
      guard row.coverage.hits > 0 else { continue }
      canvas.fill(x: area.x(covered) - 4, y: area.y(risk) - 4, width: 9, height: 9, .red)
    }
    canvas.fill(x: left, y: area.top + 254, width: 9, height: 9, .red)
    canvas.write("these points", x: left + 20, y: area.top + 250, size: 2)
  }
}
