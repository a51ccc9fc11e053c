public import Imaging
public import Review

/// The worst maps on one page: each crop as the model saw it, and beside it with its heat.
public enum WorstSheet {
  /// A crop without and with heat.
  public struct Crops: Sendable {
    let plain: RGBImage
    let heated: RGBImage

    /// The crops of an explanation's region of `image`.
    public init(of image: RGBImage, _ explanation: Explanation, tint: HeatPicture.Tint) {
      let region = explanation.region
      let side = WorstSheet.side
      let plain = Resample.resizeBilinear(
        image,
        region: PixelRect(
          x: region.x, y: region.y, width: region.width, height: region.height), toWidth: side,
        height: side)
      var heated = plain
      for place in 0..<(side * side) {
        let (y, x) = place.quotientAndRemainder(dividingBy: side)
        func middle(_ pixel: Int) -> Double { (Double(pixel) + 0.5) / Double(side) }
        let heat = explanation.grid?.value(across: middle(x), down: middle(y)) ?? 0
        let pixel = SIMD3(plain.rgb[3 * place], plain.rgb[3 * place + 1], plain.rgb[3 * place + 2])
        let seen = tint(pixel, heat)
        for channel in 0..<3 { heated.rgb[3 * place + channel] = seen[channel] }
      }
      self.plain = plain
      self.heated = heated
    }
  }

  private static let side = 156
  private static let columns = 3
  private static let top = 90
  private static let rowHeight = side + 56

  /// The page with the name of its file, where there are cases; of a case without crops the words alone.
  public static func pictures(
    of report: ExplanationReport, _ crops: [Crops?]
  ) -> [(name: String, picture: RGBImage)] {
    guard !report.worst.isEmpty else { return [] }
    let rows = (report.worst.count + columns - 1) / columns
    var canvas = Canvas(
      title: "Worst maps", subtitle: "Insertion least above deletion; light is most heat.",
      height: top + rows * rowHeight + 12, signed: report.signature)
    let width = (Canvas.sheetWidth - 24) / columns
    for (place, each) in report.worst.enumerated() {
      let (x, y) = (24 + place % columns * width, top + place / columns * rowHeight)
      if place < crops.count, let crops = crops[place] {
        canvas.place(crops.plain, x: x, y: y)
        canvas.place(crops.heated, x: x + side + 4, y: y)
      }
      let name = String(each.image.fileName.lossyText.suffix(width / 7))
      canvas.write(name, x: x, y: y + side + 6, size: 1)
      canvas.write(
        "\(each.explained), true \(each.truth)", x: x, y: y + side + 20, size: 1, .grey)
      canvas.write(
        "deletion \(fixed(each.deletion, 3)), insertion \(fixed(each.insertion, 3))", x: x,
        y: y + side + 34, size: 1, .grey)
    }
    return [("worst.png", canvas.image)]
  }
}
