public import Imaging
import Review

/// How the diameters of red cells are spread, as bars.
public enum SizePicture {
  private static let left = 110
  private static let top = 120
  private static let width = 800
  private static let height = 400

  /// The picture of diameters in `unit`, signed with lines at its foot; nil without a diameter.
  public static func drawn(
    _ diameters: [Double], unit: String, signed signature: [String]
  ) -> RGBImage? {
    guard let histogram = SizeHistogram(diameters, classes: 16), let spread = Spread(diameters),
      let most = histogram.counts.max()
    else { return nil }
    let deviation = spread.mean > 0 ? spread.sd / spread.mean * 100 : 0
    var canvas = Canvas(
      title: "Diameters of red cells",
      subtitle: "Mean \(fixed(spread.mean, 2)), SD \(fixed(spread.sd, 2)) \(unit) "
        + "(\(fixed(deviation, 1)) %), median \(fixed(spread.median, 2)).",
      height: top + height + 80, signed: signature)
    let bar = width / histogram.counts.count
    for (place, count) in histogram.counts.enumerated() {
      let tall = height * count / most
      canvas.fill(
        x: left + place * bar + 1, y: top + height - tall, width: max(bar - 2, 1), height: tall,
        .lightBlue)
      canvas.write(
        "\(count)", x: left + place * bar + bar / 2, y: top + height - tall - 12, size: 1, .grey,
        .middle)
    }
    canvas.fill(x: left, y: top + height, width: bar * histogram.counts.count, height: 2, .black)
    let decimals = histogram.width < 1 ? 1 : 0
    // As many numbers below the bars as stand there without touching.
    let step = max(1, (histogram.counts.count + 11) / 12)
    for place in stride(from: 0, through: histogram.counts.count, by: step) {
      canvas.write(
        fixed(histogram.start + Double(place) * histogram.width, decimals),
        x: left + place * bar, y: top + height + 12, size: 2, .black, .middle)
    }
    canvas.write(
      "diameter of the disc of the same area, \(unit)", x: left + width / 2, y: top + height + 44,
      size: 2, .black, .middle)
    canvas.write("cells", x: left, y: top - 30, size: 2)
    return canvas.image
  }
}
