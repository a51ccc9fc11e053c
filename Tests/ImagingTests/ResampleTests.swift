import Imaging
import TestSupport
import Testing

struct ResampleTests {
  static let golden = Fixture.names(in: "good").filter {
    $0.hasPrefix("resize_") && $0.hasSuffix(".ppm") && $0 != "resize_source.ppm"
  }

  // Name: resize_WHAT_X_Y_SIDE_OUT. The arithmetic is Pillow's own, so equality; the weights' format
  // would allow one level.
  @Test(arguments: golden)
  func `the network's resize equals Pillow's`(file: String) throws {
    let name = String(file.dropLast(4))
    let numbers = name.split(separator: "_").suffix(4).compactMap { Int($0) }
    let source = try Fixture.expected("resize_source")
    let region = PixelRect(x: numbers[0], y: numbers[1], width: numbers[2], height: numbers[2])
    let resized = Resample.resizeBilinear(
      source, region: region, toWidth: numbers[3], height: numbers[3])
    #expect(largestDifference(resized, try Fixture.expected(name)) == 0)
  }

  @Test func `there are golden resizes`() { #expect(Self.golden.count >= 5) }

  /// The mean of the covered area by its definition: each pixel by the part of it that is covered.
  private func meanByDefinition(_ image: RGBImage, _ region: SubpixelRect, channel: Int) -> Double {
    var sum = 0.0
    for y in Int(region.y.rounded(.down))..<Int((region.y + region.height).rounded(.up)) {
      for x in Int(region.x.rounded(.down))..<Int((region.x + region.width).rounded(.up)) {
        let covered =
          (min(Double(x + 1), region.x + region.width) - max(Double(x), region.x))
          * (min(Double(y + 1), region.y + region.height) - max(Double(y), region.y))
        let column = min(max(x, 0), image.width - 1)
        let row = min(max(y, 0), image.height - 1)
        sum += covered * Double(image.rgb[(row * image.width + column) * 3 + channel])
      }
    }
    return sum / (region.width * region.height)
  }

  @Test(arguments: 0..<40)
  func `shrinking gives the mean of the covered area, past the edges too`(seed: Int) {
    var random = SeededGenerator(seed: UInt64(seed))
    let width = Int.random(in: 1...40, using: &random)
    let height = Int.random(in: 1...40, using: &random)
    let rgb = (0..<(width * height * 3)).map { _ in UInt8.random(in: 0...255, using: &random) }
    let image = RGBImage(width: width, height: height, rgb: rgb)
    let outWidth = Int.random(in: 1...9, using: &random)
    let outHeight = Int.random(in: 1...9, using: &random)
    let region = SubpixelRect(
      x: Double.random(in: -30...50, using: &random),
      y: Double.random(in: -30...50, using: &random),
      width: Double(outWidth) * Double.random(in: 1...5, using: &random),
      height: Double(outHeight) * Double.random(in: 1...5, using: &random))
    let out = Resample.areaAverage(image, region: region, toWidth: outWidth, height: outHeight)
    for y in 0..<outHeight {
      for x in 0..<outWidth {
        let cell = SubpixelRect(
          x: region.x + region.width * Double(x) / Double(outWidth),
          y: region.y + region.height * Double(y) / Double(outHeight),
          width: region.width / Double(outWidth), height: region.height / Double(outHeight))
        for channel in 0..<3 {
          let mean = meanByDefinition(image, cell, channel: channel)
          let got = Double(out.rgb[(y * outWidth + x) * 3 + channel])
          // Half a level of rounding, and a little for single precision.
          #expect(abs(got - mean) <= 0.51, "seed \(seed), pixel \(x),\(y)")
        }
      }
    }
  }

  @Test func `at its own size a picture stays as it is`() throws {
    let source = try Fixture.expected("resize_source")
    let same = Resample.areaAverage(
      source, region: SubpixelRect(source.bounds), toWidth: source.width, height: source.height)
    #expect(same == source)
  }

  @Test func `enlarging keeps a flat colour, even far outside the picture`() {
    let flat = RGBImage(width: 5, height: 4, red: 10, green: 200, blue: 90)
    let out = Resample.areaAverage(
      flat, region: SubpixelRect(x: -1e6, y: 2, width: 3, height: 2), toWidth: 40, height: 30)
    #expect(out == RGBImage(width: 40, height: 30, red: 10, green: 200, blue: 90))
  }

  @Test(arguments: 0..<40)
  func `a crop repeats the nearest edge pixel`(seed: Int) {
    var random = SeededGenerator(seed: UInt64(seed))
    let rgb = (0..<(7 * 5 * 3)).map { _ in UInt8.random(in: 0...255, using: &random) }
    let image = RGBImage(width: 7, height: 5, rgb: rgb)
    let region = PixelRect(
      x: Int.random(in: -12...12, using: &random), y: Int.random(in: -9...9, using: &random),
      width: Int.random(in: 1...20, using: &random), height: Int.random(in: 1...20, using: &random))
    let crop = image.cropped(to: region)
    for y in 0..<region.height {
      for x in 0..<region.width {
        let nearest = image[min(max(region.x + x, 0), 6), min(max(region.y + y, 0), 4)]
        #expect(crop[x, y] == nearest, "seed \(seed), pixel \(x),\(y)")
      }
    }
  }
}
