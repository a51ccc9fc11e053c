import Analysis
import Engine
import Foundation
import Imaging
import Review
import TestSupport
import Testing

/// Taking a crop's fields away and giving them back.
@Suite struct PerturbationTests {
  private static func cell() throws -> (RGBImage, Box) {
    let image = try ImageDecoder.decode(try AnalyzerTests.bytes("field-003.jpg"))
    return (image, try #require(try AnalyzerTests.truth()["field-003.jpg"]?.first).box)
  }

  @Test func `curves begin and end where both have their ends in common`() throws {
    let analyzer = Analyzer(try ModelTests.model())
    let (image, box) = try Self.cell()
    let suggestion = analyzer.suggestion(for: box, in: image)
    var generator = SeededGenerator(seed: 3)
    let orders = [Array(0..<49), Array((0..<49).reversed()), (0..<49).shuffled(using: &generator)]
    let found = analyzer.perturbations(of: suggestion.label, box: box, in: image, orders: orders)
    #expect(found.count == 3)
    #expect(Perturbation.counts.first == 0 && Perturbation.counts.last == 49)
    #expect(zip(Perturbation.counts, Perturbation.counts.dropFirst()).allSatisfy { $0 < $1 })
    for each in found {
      #expect(each.deletion.count == Perturbation.counts.count)
      #expect(each.insertion.count == Perturbation.counts.count)
      #expect(each.deletion.first == suggestion.confidence)
      #expect(each.insertion.last == suggestion.confidence)
      #expect(each.deletion.last == each.insertion.first)
      #expect((each.deletion + each.insertion).allSatisfy { (0...1).contains($0) })
    }
  }

  @Test func `after 21 fields in reading order the upper three sevenths are blurred`() throws {
    let model = try ModelTests.model()
    let (image, box) = try Self.cell()
    let label = model.header.classes[2].label
    let found = Analyzer(model).perturbations(
      of: label, box: box, in: image, orders: [Array(0..<49)])
    let whole = Preprocess().input(
      from: image, box: PixelRect(x: box.x, y: box.y, width: box.width, height: box.height))
    let blurred = CropBlur(side: 224, reach: Perturbation.blurReach).blurred(whole)
    let border = 224 * 3 / 7 * 224 * 3
    let inference = MobileNetV2(try WeightsFile(path: ModelTests.weights)).makeInference()
    func probability(_ input: [Float]) -> Double? {
      model.suggestion(logits: inference.logits(of: input)).probability(of: label)
    }
    let place = try #require(Perturbation.counts.firstIndex(of: 21))
    #expect(
      found[0].deletion[place]
        == probability(Array(blurred[..<border]) + Array(whole[border...])))
    #expect(
      found[0].insertion[place]
        == probability(Array(whole[..<border]) + Array(blurred[border...])))
  }

  @Test func `the middle of a cell matters more than the corners of its crop`() throws {
    let analyzer = Analyzer(try ModelTests.model())
    let (image, box) = try Self.cell()
    let label = analyzer.suggestion(for: box, in: image).label
    let fromMiddle = (0..<49).sorted { one, other in
      func distance(_ place: Int) -> Int {
        (place / 7 - 3) * (place / 7 - 3) + (place % 7 - 3) * (place % 7 - 3)
      }
      return distance(one) < distance(other)
    }
    let found = analyzer.perturbations(
      of: label, box: box, in: image, orders: [fromMiddle, fromMiddle.reversed()])
    func sum(_ curve: [Double]) -> Double { curve.reduce(0, +) }
    #expect(sum(found[0].deletion) < sum(found[1].deletion))
    #expect(sum(found[0].insertion) > sum(found[1].insertion))
  }

  @Test(arguments: [(1, 0), (5, 1), (9, 4), (12, 30)])
  func `the blur is three naive moving means`(side: Int, reach: Int) {
    var generator = SeededGenerator(seed: 4)
    let crop = (0..<(side * side * 3)).map { _ in Float.random(in: -1...1, using: &generator) }
    var expected = crop.map(Double.init)
    func at(_ values: [Double], _ row: Int, _ column: Int, _ channel: Int) -> Double {
      let (y, x) = (min(max(row, 0), side - 1), min(max(column, 0), side - 1))
      return values[(y * side + x) * 3 + channel]
    }
    for _ in 0..<3 {
      for isDown in [false, true] {
        let before = expected
        for place in expected.indices {
          let (pixel, channel) = place.quotientAndRemainder(dividingBy: 3)
          let (row, column) = pixel.quotientAndRemainder(dividingBy: side)
          expected[place] =
            (-reach...reach).reduce(0) {
              $0 + at(before, row + (isDown ? $1 : 0), column + (isDown ? 0 : $1), channel)
            } / Double(2 * reach + 1)
        }
      }
    }
    let found = CropBlur(side: side, reach: reach).blurred(crop)
    for (one, other) in zip(found, expected) { #expect(abs(Double(one) - other) < 1e-5) }
  }
}
