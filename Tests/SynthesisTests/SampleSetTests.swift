import Synthesis
import Testing

@Suite struct SampleSetTests {
  @Test(arguments: UInt64(1)...20)
  func `twenty-four samples hold a useful mix`(seed: UInt64) {
    let samples = SampleSet.samples(count: 24, seed: seed)
    #expect(samples.count == 24)
    for kind in WhiteCellKind.core {
      #expect(samples.count { $0.specification.whiteCells == [kind] } >= 4, "seed \(seed)")
    }
    let numbers = samples.map(\.specification.whiteCells.count)
    #expect(numbers.contains(0) && numbers.contains(2) && numbers.contains(3), "seed \(seed)")
    #expect(numbers.count { $0 == 1 } > 12, "seed \(seed)")
    #expect(Set(samples.map(\.specification.style.name)).count == SmearStyle.presets.count)
    #expect(samples.contains { $0.encoding == .png } && samples.contains { $0.encoding != .png })
  }

  @Test func `file names are neutral, unique and say the format`() {
    let samples = SampleSet.samples(count: 1200, seed: 3)
    #expect(Set(samples.map(\.fileName)).count == 1200)
    #expect(samples[0].fileName.hasPrefix("field-001."))
    #expect(samples[1199].fileName.hasPrefix("field-1200."))
    for sample in samples {
      #expect(sample.fileName.hasSuffix(sample.encoding == .png ? ".png" : ".jpg"))
    }
  }

  @Test func `the same seed gives the same samples`() {
    #expect(SampleSet.samples(count: 30, seed: 9) == SampleSet.samples(count: 30, seed: 9))
    #expect(SampleSet.samples(count: 30, seed: 9) != SampleSet.samples(count: 30, seed: 10))
  }
}
