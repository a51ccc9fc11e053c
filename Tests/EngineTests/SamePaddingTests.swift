import Engine
import Testing

@Suite("Keras's same padding")
struct SamePaddingTests {
  /// Worked out by hand from the definition.
  @Test(
    "has the known sizes",
    arguments: [
      // length, stride, outputs, zeros before
      (224, 2, 112, 0), (112, 2, 56, 0), (14, 2, 7, 0), (7, 2, 4, 1), (5, 2, 3, 1), (2, 2, 1, 0),
      (1, 2, 1, 1), (112, 1, 112, 1), (7, 1, 7, 1), (2, 1, 2, 1), (1, 1, 1, 1),
    ])
  func knownSizes(length: Int, stride: Int, outputs: Int, before: Int) {
    let padding = SamePadding(length: length, stride: stride)
    #expect(padding.outputLength == outputs)
    #expect(padding.before == before)
  }

  @Test("knows which outputs have all their inputs, and which inputs some outputs need")
  func interiorAndInputs() {
    for stride in [1, 2] {
      for length in 1...20 {
        let padding = SamePadding(length: length, stride: stride)
        let places = { (output: Int) in
          (0..<3).map { output * stride - padding.before + $0 }
        }
        let exists = { (place: Int) in place >= 0 && place < length }
        let interior = (0..<padding.outputLength).filter { places($0).allSatisfy(exists) }
        #expect(Array(padding.interior) == interior, "length \(length) stride \(stride)")
        for first in 0..<padding.outputLength {
          for end in (first + 1)...padding.outputLength {
            let needed = Set((first..<end).flatMap(places).filter(exists))
            #expect(Set(padding.inputs(of: first..<end)) == needed)
          }
        }
      }
    }
  }
}
