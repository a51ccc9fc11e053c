public import Imaging

extension EvaluationReport {
  /// Pictures of all images together, each with the name of its file.
  public var pictures: [(name: String, picture: RGBImage)] {
    var pictures: [(String, RGBImage)] = []
    if let confusion = all.allClasses {
      pictures.append(("confusion-matrix.png", confusion.picture(signed: signature)))
    }
    if let calibration = all.calibration {
      pictures.append(("reliability.png", calibration.picture(signed: signature)))
    }
    if let curve = all.riskCoverage {
      pictures.append(
        ("risk-coverage.png", curve.picture(chosen: all.abstention, signed: signature)))
    }
    return pictures
  }
}

extension EvaluationReport {
  /// What stands below every picture: which images, who measured, with what and when.
  private var signature: [String] {
    let sources = data.sources.isEmpty ? "" : ", source \(data.sources.joined(separator: ", "))"
    let split = data.split.map { ", split \($0)" } ?? ""
    return [
      provenance.notice, "\(data.data)\(split)\(sources)",
      "\(provenance.modelID), \(provenance.application), \(provenance.date)",
      "weights SHA-256 \(provenance.modelSHA256)",
    ]
  }
}

extension Canvas {
  static let sheetWidth = 1020
  private static let signatureHeight = 114

  /// A sheet with a title above, room for `height` pixels, and below it a signature of four lines.
  init(
    title: String, subtitle: String, width: Int = sheetWidth, height: Int,
    signed signature: [String]
  ) {
    self.init(width: width, height: height + Self.signatureHeight)
    write(title, x: 24, y: 20, size: 3)
    write(subtitle, x: 24, y: 54, size: 2, .grey)
    fill(x: 24, y: height, width: width - 48, height: 1, .pale)
    for (place, line) in signature.enumerated() {
      write(line, x: 24, y: height + 12 + 24 * place, size: 2, .grey)
    }
  }
}

/// A square to draw in: both axes from 0 to a greatest value.
struct PlotArea {
  let left = 110
  let top = 120
  let width = 600
  let height = 600
  /// What the upper edge and the right edge stand for.
  let highest: Double
  var widest = 1.0

  /// Room that the area takes with its labels.
  var bottom: Int { top + height + 80 }

  func x(_ value: Double) -> Int { left + Int((value / widest * Double(width)).rounded()) }
  func y(_ value: Double) -> Int {
    top + height - Int((min(value, highest) / highest * Double(height)).rounded())
  }

  /// Draws a grid of fifths with its numbers, and the axes' names.
  func drawAxes(on canvas: inout Canvas, across: String, up: String, decimals: Int) {
    for step in 0...5 {
      let (right, high) = (widest * Double(step) / 5, highest * Double(step) / 5)
      canvas.fill(x: x(right), y: top, width: 1, height: height, .pale)
      canvas.fill(x: left, y: y(high), width: width, height: 1, .pale)
      canvas.write(fixed(right, 1), x: x(right), y: top + height + 12, size: 2, .black, .middle)
      canvas.write(fixed(high, decimals), x: left - 12, y: y(high) - 7, size: 2, .black, .right)
    }
    canvas.write(across, x: left + width / 2, y: top + height + 44, size: 2, .black, .middle)
    canvas.write(up, x: left, y: top - 30, size: 2)
  }
}
