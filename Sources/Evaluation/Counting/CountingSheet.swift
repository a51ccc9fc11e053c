public import Imaging
import Review

/// The worst counts on one page: each picture with its drawn and its found boxes.
public enum CountingSheet {
  private static let side = 310
  private static let columns = 3
  private static let top = 90
  private static let rowHeight = side + 44

  /// The page with the name of its file, where there are cases; `pictures` stand in their order, nil of one
  /// that cannot be read again.
  public static func pictures(
    of report: CountingReport, _ pictures: [RGBImage?]
  ) -> [(name: String, picture: RGBImage)] {
    guard !report.worst.isEmpty else { return [] }
    let rows = (report.worst.count + columns - 1) / columns
    var canvas = Canvas(
      title: "Worst counts of red cells",
      subtitle: "Drawn boxes: one green line. Found boxes: two blue lines.",
      height: top + rows * rowHeight + 12, signed: report.signature)
    let width = (Canvas.sheetWidth - 24) / columns
    for (place, each) in report.worst.enumerated() {
      let (x, y) = (24 + place % columns * width, top + place / columns * rowHeight)
      if place < pictures.count, let picture = pictures[place] {
        draw(picture, each, on: &canvas, x: x, y: y)
      }
      let name = String(each.image.fileName.lossyText.suffix(width / 7))
      canvas.write(name, x: x, y: y + side + 6, size: 1)
      canvas.write(
        "drawn \(each.drawn.count), found \(each.found.count)", x: x, y: y + side + 20, size: 1,
        .grey)
    }
    return [("worst.png", canvas.image)]
  }

  private static let drawnInk = Ink(red: 0, green: 140, blue: 60)

  private static func draw(
    _ picture: RGBImage, _ each: CountingReport.WorstCount, on canvas: inout Canvas, x: Int, y: Int
  ) {
    let scale = Double(side) / Double(max(picture.width, picture.height))
    let (width, height) = (
      max(Int(Double(picture.width) * scale), 1), max(Int(Double(picture.height) * scale), 1)
    )
    canvas.place(
      Resample.resizeBilinear(
        picture, region: picture.bounds, toWidth: width, height: height), x: x, y: y)
    func frame(
      _ left: Double, _ top: Double, _ wide: Double, _ high: Double, inset: Int, _ ink: Ink
    ) {
      canvas.frame(
        x: x + Int(left * scale) + inset, y: y + Int(top * scale) + inset,
        width: max(Int(wide * scale) - 2 * inset, 1), height: max(Int(high * scale) - 2 * inset, 1),
        ink)
    }
    for box in each.drawn { frame(box.x, box.y, box.width, box.height, inset: 0, drawnInk) }
    for box in each.found {
      for inset in [0, 2] {
        frame(
          Double(box.x), Double(box.y), Double(box.width), Double(box.height), inset: inset, .blue)
      }
    }
  }
}
