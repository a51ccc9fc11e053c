import CAllocationCount
import Dispatch
import Engine
import Synchronization
import TestSupport
import Testing

@Suite("A run of the network")
struct InferenceTests {
  private static let networks = Result {
    let file = try TemporaryFile(try RandomWeights.fourClasses.get())
    let weights = try WeightsFile(path: file.path)
    return Dictionary(
      uniqueKeysWithValues: KernelPath.supported.map { ($0, MobileNetV2(weights, path: $0)) })
  }

  private static func network(_ path: KernelPath) throws -> MobileNetV2 {
    try #require(try networks.get()[path])
  }

  private static func crop(seed: UInt64) -> [Float] {
    var generator = SeededGenerator(seed: seed)
    return generator.floats(Network.inputCount)
  }

  @Test("equals the naive network at every stage", arguments: KernelPath.supported)
  func naiveNetwork(path: KernelPath) throws {
    let crop = Self.crop(seed: 51)
    let expected = NaiveNetwork(
      tensors: try RandomWeights.fourClassWriter.get().tensors, classCount: 4
    ).stages(of: crop)
    var logits = [Float](repeating: .nan, count: 4)
    let inference = try Self.network(path).makeInference()
    var stage = 0
    var scale: Float = 1
    crop.withUnsafeBufferPointer { crop in
      logits.withUnsafeMutableBufferPointer { logits in
        inference.run(crop, logits: logits) { name, found in
          let values = expected[stage]
          scale = values.reduce(scale) { max($0, abs($1)) }
          let difference = zip(values, found).reduce(0) { max($0, abs($1.0 - $1.1)) }
          // Rounding errors of many layers add up; they stay far below this share of the greatest
          // number so far. ReLU6 cuts large numbers but not the errors of those in between.
          #expect(values.count == found.count)
          #expect(difference <= 2e-5 * scale, "\(name), greatest \(scale)")
          stage += 1
        }
      }
    }
    #expect(stage == expected.count)
    #expect(zip(logits, expected[stage - 1]).allSatisfy { abs($0 - $1) <= 1e-4 })
  }

  @Test("gives the head's features on request", arguments: KernelPath.supported)
  func pooledFeatures(path: KernelPath) throws {
    let inference = try Self.network(path).makeInference()
    let crop = Self.crop(seed: 52)
    var logits = [Float](repeating: .nan, count: 4)
    var pooled = [Float](repeating: .nan, count: Network.featureCount)
    crop.withUnsafeBufferPointer { crop in
      logits.withUnsafeMutableBufferPointer { logits in
        pooled.withUnsafeMutableBufferPointer { inference.run(crop, logits: logits, pooled: $0) }
      }
    }
    #expect(pooled == inference.features(of: crop))
    #expect(logits == inference.logits(of: crop))
    // Mean of numbers in 0...6.
    #expect(pooled.allSatisfy { (0...6).contains($0) })
    #expect(Set(pooled).count > 100)
  }

  @Test("leaves nothing behind that changes the next", arguments: KernelPath.supported)
  func noMemory(path: KernelPath) throws {
    let inference = try Self.network(path).makeInference()
    let (first, second) = (Self.crop(seed: 53), Self.crop(seed: 54))
    let answer = inference.logits(of: first)
    #expect(inference.logits(of: second) != answer)
    #expect(inference.logits(of: first) == answer)
  }

  @Test("gives the same bits on several threads at once as alone", arguments: KernelPath.supported)
  func threads(path: KernelPath) throws {
    let network = try Self.network(path)
    let crops = (0..<4).map { Self.crop(seed: UInt64(60 + $0)) }
    let alone = crops.map { network.makeInference().logits(of: $0).map(\.bitPattern) }
    let differing = Mutex(0)
    DispatchQueue.concurrentPerform(iterations: 8) { thread in
      let inference = network.makeInference()
      for run in 0..<4 {
        let crop = (thread + run) % crops.count
        if inference.logits(of: crops[crop]).map(\.bitPattern) != alone[crop] {
          differing.withLock { $0 += 1 }
        }
      }
    }
    #expect(differing.withLock { $0 } == 0)
  }

  @Test(
    "gives the same bits by a team of any size as by one thread", arguments: KernelPath.supported)
  func teams(path: KernelPath) throws {
    let network = try Self.network(path)
    let crops = (0..<3).map { Self.crop(seed: UInt64(70 + $0)) }
    let alone = crops.map { network.makeInference().logits(of: $0).map(\.bitPattern) }
    // More members than this machine has cores, too: slow, but never stuck.
    for threads in [2, 3, 5] {
      let inference = network.makeInference(threads: threads)
      #expect(inference.threads == (path == .portable ? 1 : threads))
      for round in 0..<20 {
        let crop = round % crops.count
        #expect(inference.logits(of: crops[crop]).map(\.bitPattern) == alone[crop])
      }
    }
  }

  @Test("agrees between the paths")
  func paths() throws {
    let crop = Self.crop(seed: 57)
    let answers = try KernelPath.supported.map {
      try Self.network($0).makeInference().logits(of: crop)
    }
    for answer in answers {
      #expect(zip(answer, answers[0]).allSatisfy { abs($0 - $1) <= 1e-4 })
    }
  }

  @Test(
    "allocates nothing",
    .enabled(if: allocation_count() >= 0, "a sanitizer owns the heap: allocations are not counted"),
    arguments: KernelPath.supported, [1, 2])
  func noAllocation(path: KernelPath, threads: Int) throws {
    let inference = try Self.network(path).makeInference(threads: threads)
    let crop = Self.crop(seed: 55)
    var logits = [Float](repeating: .nan, count: 4)
    var pooled = [Float](repeating: .nan, count: Network.featureCount)
    var (before, after) = (0, 0)
    crop.withUnsafeBufferPointer { crop in
      logits.withUnsafeMutableBufferPointer { logits in
        pooled.withUnsafeMutableBufferPointer { pooled in
          inference.run(crop, logits: logits, pooled: pooled)
          before = allocation_count()
          for _ in 0..<3 { inference.run(crop, logits: logits, pooled: pooled) }
          after = allocation_count()
        }
      }
    }
    #expect(after == before)
    // The counter counts, or the test above could not fail.
    let kept = [Float](repeating: logits[0], count: 1000)
    #expect(allocation_count() > after, "\(kept.count)")
  }

  @Test("needs the weights file no longer once the plan is made", arguments: KernelPath.supported)
  func planOutlivesFile(path: KernelPath) throws {
    let plan: MobileNetV2
    do {
      let file = try TemporaryFile(try RandomWeights.fourClasses.get())
      plan = MobileNetV2(try WeightsFile(path: file.path), path: path)
    }
    let crop = Self.crop(seed: 56)
    let expected = try Self.network(path).makeInference().logits(of: crop)
    #expect(plan.makeInference().logits(of: crop) == expected)
  }
}

@Suite("What the engine says of itself")
struct EngineInfoTests {
  @Test("names OpenBLAS and its kernels")
  func current() {
    let info = EngineInfo(path: .best)
    #expect(info.blasConfiguration.hasPrefix("OpenBLAS"))
    #expect(!info.blasCore.isEmpty)
    #expect(info.supported.contains(info.path))
  }
}

@Suite("A latency measurement")
struct LatencyMeasurementTests {
  @Test("takes median, minimum and ninetieth percentile of the runs")
  func statistics() {
    let odd = LatencyMeasurement(milliseconds: [5, 1, 3])
    #expect(odd.median == 3 && odd.minimum == 1 && odd.ninetiethPercentile == 5)
    let even = LatencyMeasurement(milliseconds: (1...20).map(Double.init).shuffled())
    #expect(even.median == 10.5 && even.minimum == 1 && even.ninetiethPercentile == 19)
    #expect(odd.gigaflops(multiplyAdds: 3_000_000) == 2)
  }

  @Test("counts the runs that are timed, and warms up with the others")
  func counts() {
    var calls = 0
    let measurement = LatencyMeasurement.measure(warmUpRuns: 2, runs: 5) { calls += 1 }
    #expect(calls == 7)
    #expect(measurement.runs == 5)
    #expect(measurement.sortedMilliseconds.allSatisfy { $0 >= 0 })
  }
}
