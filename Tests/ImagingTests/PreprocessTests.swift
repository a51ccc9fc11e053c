import Imaging
import Testing

struct PreprocessTests {
  // Expected values worked out by hand from the rule in the weights' format.
  @Test(arguments: [
    (
      PixelRect(x: 10, y: 20, width: 40, height: 30), 1.5,
      PixelRect(x: 0, y: 5, width: 60, height: 60)
    ),
    (
      PixelRect(x: 10, y: 20, width: 41, height: 30), 1.5,
      PixelRect(x: -1, y: 4, width: 62, height: 62)
    ),
    (PixelRect(x: 0, y: 0, width: 3, height: 3), 1.0, PixelRect(x: 0, y: 0, width: 3, height: 3)),
    (PixelRect(x: 5, y: 5, width: 0, height: 0), 1.5, PixelRect(x: 4, y: 4, width: 1, height: 1)),
    (
      PixelRect(x: -7, y: 3, width: 5, height: 9), 1.3,
      PixelRect(x: -11, y: 1, width: 12, height: 12)
    ),
  ])
  func `the square follows the weights' rule`(box: PixelRect, scale: Double, square: PixelRect) {
    #expect(Crop.square(around: box, scale: scale) == square)
  }

  @Test func `the input is the resized square in -1...1, rows of RGB`() throws {
    let source = try Fixture.expected("resize_source")
    let box = PixelRect(x: 20, y: 10, width: 30, height: 24)
    let preprocess = Preprocess()
    let input = preprocess.input(from: source, box: box)
    let view = Resample.resizeBilinear(
      source, region: Crop.square(around: box, scale: 1.5), toWidth: 224, height: 224)
    #expect(input.count == 224 * 224 * 3)
    #expect(input == view.rgb.map { Float($0) / 127.5 - 1 })
    #expect(input.allSatisfy { $0 >= -1 && $0 <= 1 })
  }
}
