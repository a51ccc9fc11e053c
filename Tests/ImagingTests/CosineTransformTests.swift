import Foundation
import Imaging
import TestSupport
import Testing

/// The coarse waves of a picture against SciPy's, from `Fixtures/make_waves.py`.
@Suite struct CosineTransformTests {
  /// A line of `waves.txt`.
  struct Golden: CustomTestStringConvertible {
    let file: String
    let region: PixelRect
    let coefficients: [Float]

    var testDescription: String { "\(file) \(region)" }
  }

  static let golden: [Golden] = {
    let text = (try? Fixture.bytes("waves.txt")).map { String(decoding: $0, as: UTF8.self) } ?? ""
    return text.split(separator: "\n").map { line in
      let words = line.split(separator: " ").map(String.init)
      let place = words[1...3].compactMap { Int($0) }
      return Golden(
        file: words[0],
        region: PixelRect(x: place[0], y: place[1], width: place[2], height: place[2]),
        coefficients: words[5...].compactMap { Float($0) })
    }
  }()

  @Test func `there are golden squares`() { #expect(Self.golden.count == 6) }

  // Both round the means of light to whole levels; single precision may round a mean near a half to the
  // other side. One such level moves a coefficient by at most 2/32 x 0.587 = 0.037.
  @Test(arguments: golden)
  func `the low frequencies are SciPy's`(_ golden: Golden) throws {
    let file = SharedData.repositoryRoot.appendingPathComponent("samples/\(golden.file)")
    let image = try ImageDecoder.decode(Array(try Data(contentsOf: file)))
    let found = CosineTransform.lowFrequencies(of: image, region: golden.region, side: 13)
    #expect(found.count == 169 && golden.coefficients.count == 169)
    let largest = zip(found, golden.coefficients).map { abs($0 - $1) }.max() ?? .infinity
    #expect(largest < 0.08, "\(largest)")
  }
}
