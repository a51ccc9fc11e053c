import CAllocationCount
import Engine
import TestSupport
import Testing

@Suite("A run that keeps the last activations")
struct ClassMapTests {
  private static let networks = Result {
    let file = try TemporaryFile(try RandomWeights.fourClasses.get())
    let weights = try WeightsFile(path: file.path)
    return Dictionary(
      uniqueKeysWithValues: KernelPath.supported.map { ($0, MobileNetV2(weights, path: $0)) })
  }

  private static func inference(_ path: KernelPath, threads: Int = 1) throws -> Inference {
    try #require(try networks.get()[path]).makeInference(threads: threads)
  }

  private static func crop(seed: UInt64) -> [Float] {
    var generator = SeededGenerator(seed: seed)
    return generator.floats(Network.inputCount)
  }

  private static func keeping(_ inference: Inference, _ crop: [Float]) -> [Float] {
    var logits = [Float](repeating: .nan, count: 4)
    crop.withUnsafeBufferPointer { crop in
      logits.withUnsafeMutableBufferPointer { inference.runKeepingActivations(crop, logits: $0) }
    }
    return logits
  }

  @Test(
    "gives a plain run's logits to the last bit, and the same map by any number of threads",
    arguments: KernelPath.supported)
  func sameBits(path: KernelPath) throws {
    let crops = (0..<3).map { Self.crop(seed: UInt64(80 + $0)) }
    let alone = try Self.inference(path)
    let maps = crops.map { crop in
      _ = Self.keeping(alone, crop)
      return (0..<4).map { alone.classMap(of: $0).evidence.map(\.bitPattern) }
    }
    for threads in [1, 2, 3, 5] {
      let inference = try Self.inference(path, threads: threads)
      for round in 0..<9 {
        let crop = round % crops.count
        let plain = inference.logits(of: crops[crop]).map(\.bitPattern)
        #expect(Self.keeping(inference, crops[crop]).map(\.bitPattern) == plain)
        for classIndex in 0..<4 {
          let map = inference.classMap(of: classIndex)
          #expect(map.evidence.map(\.bitPattern) == maps[crop][classIndex])
        }
      }
    }
  }

  @Test(
    "makes the naive map: activations by naive operators, the gradient by differences",
    arguments: KernelPath.supported)
  func naive(path: KernelPath) throws {
    let crop = Self.crop(seed: 84)
    let tensors = try RandomWeights.fourClassWriter.get().tensors
    let stages = NaiveNetwork(tensors: tensors, classCount: 4).stages(of: crop)
    let activations = stages[stages.count - 3].map(Double.init)
    #expect(activations.count == 49 * 1280)
    let weights = try #require(tensors.first { $0.name == "head.weight" }).values
    let bias = try #require(tensors.first { $0.name == "head.bias" }).values
    /// The logit of a class when each pixel of one channel has `shift` more.
    func logit(_ classIndex: Int, shifting channel: Int, by shift: Double) -> Double {
      var sum = Double(bias[classIndex])
      for each in 0..<1280 {
        var pool = 0.0
        for pixel in 0..<49 {
          pool += activations[pixel * 1280 + each] + (each == channel ? shift : 0)
        }
        sum += pool / 49 * Double(weights[classIndex * 1280 + each])
      }
      return sum
    }
    let inference = try Self.inference(path)
    _ = Self.keeping(inference, crop)
    for classIndex in 0..<4 {
      var expected = [Double](repeating: 0, count: 49)
      for channel in 0..<1280 {
        // All pixels shifted give the sum of their gradients; the map wants their mean.
        let difference =
          logit(classIndex, shifting: channel, by: 0.5)
          - logit(classIndex, shifting: channel, by: -0.5)
        for pixel in 0..<49 {
          expected[pixel] += difference / 49 * activations[pixel * 1280 + channel]
        }
      }
      let map = inference.classMap(of: classIndex)
      let greatest = expected.reduce(0) { max($0, abs($1)) }
      #expect(greatest > 0.001)
      for (found, expected) in zip(map.evidence, expected) {
        #expect(abs(Double(found) - expected) <= 1e-4 * greatest)
      }
      #expect(map.heat == map.evidence.map { max($0, 0) })
    }
  }

  @Test("evidence adds up to the logit less its bias", arguments: KernelPath.supported)
  func sum(path: KernelPath) throws {
    let bias = try #require(
      try RandomWeights.fourClassWriter.get().tensors.first { $0.name == "head.bias" }
    ).values
    let inference = try Self.inference(path)
    for seed in 90..<95 {
      let logits = Self.keeping(inference, Self.crop(seed: UInt64(seed)))
      for classIndex in 0..<4 {
        let sum = inference.classMap(of: classIndex).evidence.reduce(0, +)
        #expect(abs(sum + bias[classIndex] - logits[classIndex]) <= 1e-4)
      }
    }
  }

  @Test(
    "allocates nothing after the first",
    .enabled(if: allocation_count() >= 0, "a sanitizer owns the heap: allocations are not counted"),
    arguments: KernelPath.supported, [1, 2])
  func noAllocation(path: KernelPath, threads: Int) throws {
    let inference = try Self.inference(path, threads: threads)
    let crop = Self.crop(seed: 85)
    var logits = [Float](repeating: .nan, count: 4)
    var (before, after) = (0, 0)
    crop.withUnsafeBufferPointer { crop in
      logits.withUnsafeMutableBufferPointer { logits in
        inference.run(crop, logits: logits)
        inference.runKeepingActivations(crop, logits: logits)
        before = allocation_count()
        for _ in 0..<3 {
          inference.runKeepingActivations(crop, logits: logits)
          inference.run(crop, logits: logits)
        }
        after = allocation_count()
      }
    }
    #expect(after == before)
  }

  @Test("a number that is none stays one in the heat")
  func notFinite() {
    var evidence = [Float](repeating: -1, count: 49)
    evidence[7] = .nan
    evidence[8] = 2
    let heat = ClassMap(evidence: evidence).heat
    #expect(heat[7].isNaN && heat[8] == 2 && heat[9] == 0)
  }
}
