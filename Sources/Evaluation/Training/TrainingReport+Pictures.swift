public import Imaging
import Review
import Training

extension TrainingReport {
  /// Names of the files that the report goes into.
  public static let files = [
    "report.txt", "report.json", "cells.csv", "loss.png", "accuracy.png",
  ]

  /// Curves of loss and accuracy, each with the name of its file.
  public var pictures: [(name: String, picture: RGBImage)] {
    [
      (
        "loss.png",
        picture(
          "Loss: class-balanced cross entropy", up: "loss", decimals: 2,
          solid: history.map(\.validationLoss), dotted: history.map(\.trainingLoss),
          highest: (history.flatMap { [$0.trainingLoss, $0.validationLoss ?? 0] }.max() ?? 1) * 1.05
        )
      ),
      (
        "accuracy.png",
        picture(
          "Accuracy: share of right answers", up: "accuracy", decimals: 1,
          solid: history.map(\.validationAccuracy), dotted: history.map(\.trainingAccuracy),
          highest: 1)
      ),
    ]
  }

  private func picture(
    _ title: String, up: String, decimals: Int, solid: [Double?], dotted: [Double], highest: Double
  ) -> RGBImage {
    let area = PlotArea(highest: max(highest, 0.01), widest: Double(max(history.count, 5)))
    var canvas = Canvas(
      title: title,
      subtitle: "Epoch \(keptEpoch) of \(history.count) was kept; seed \(settings.seed).",
      height: area.bottom,
      signed: [
        provenance.notice, data,
        "\(provenance.modelID), \(provenance.application), \(provenance.date)",
        "weights SHA-256 \(provenance.modelSHA256)",
      ])
    area.drawAxes(on: &canvas, across: "epoch", up: up, decimals: decimals)
    func point(_ place: Int, _ value: Double) -> (x: Int, y: Int) {
      (area.x(Double(place + 1)), area.y(value))
    }
    for place in dotted.indices {
      let at = point(place, dotted[place])
      canvas.fill(x: at.x - 3, y: at.y - 3, width: 7, height: 7, .red)
    }
    for place in solid.indices.dropFirst() {
      guard let from = solid[place - 1], let to = solid[place] else { continue }
      canvas.line(from: point(place - 1, from), to: point(place, to), width: 3, .blue)
    }
    canvas.fill(
      x: area.x(Double(keptEpoch)), y: area.top, width: 1, height: area.height, .grey)
    let left = area.left + area.width + 30
    canvas.fill(x: left, y: area.top + 6, width: 40, height: 3, .blue)
    canvas.write("validation", x: left + 52, y: area.top, size: 2)
    for step in 0..<4 {
      canvas.fill(x: left + step * 11, y: area.top + 32, width: 7, height: 7, .red)
    }
    canvas.write("training", x: left + 52, y: area.top + 28, size: 2)
    canvas.fill(x: left + 20, y: area.top + 54, width: 1, height: 18, .grey)
    canvas.write("kept", x: left + 52, y: area.top + 56, size: 2)
    return canvas.image
  }
}
