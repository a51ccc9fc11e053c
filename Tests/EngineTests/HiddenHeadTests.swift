import Engine
import Foundation
import TestSupport
import Testing

@Suite("A head with a hidden layer")
struct HiddenHeadTests {
  private struct Trial {
    let tensors: [SafetensorsWriter.Tensor]
    let networks: [KernelPath: MobileNetV2]
  }

  /// Few outputs, more than a panel, and a number that fills no block of 16.
  private static let hiddenCounts = [6, 30, 128]

  private static let trials = Result {
    var trials: [Int: Trial] = [:]
    for count in hiddenCounts {
      let writer = try RandomWeights.writer(classCount: 5, hiddenCount: count, seed: 7)
      let file = try TemporaryFile(try writer.file())
      let weights = try WeightsFile(path: file.path)
      #expect(weights.hiddenCount == count)
      trials[count] = Trial(
        tensors: writer.tensors,
        networks: Dictionary(
          uniqueKeysWithValues: KernelPath.supported.map { ($0, MobileNetV2(weights, path: $0)) }))
    }
    return trials
  }

  private static func trial(_ count: Int) throws -> Trial { try #require(try trials.get()[count]) }

  private static func crop(seed: UInt64) -> [Float] {
    var generator = SeededGenerator(seed: seed)
    return generator.floats(Network.inputCount)
  }

  @Test("equals the naive network on every path", arguments: KernelPath.supported, hiddenCounts)
  func naive(path: KernelPath, count: Int) throws {
    let trial = try Self.trial(count)
    let crop = Self.crop(seed: 21)
    let stages = NaiveNetwork(tensors: trial.tensors, classCount: 5, hiddenCount: count)
      .stages(of: crop)
    let hidden = stages[stages.count - 2]
    // Some outputs are cut and some are above 6, or ReLU6 and no ReLU would pass as well.
    #expect(hidden.contains(0) && hidden.contains { $0 > 0 })
    let network = try #require(trial.networks[path])
    for threads in [1, 2] {
      let logits = network.makeInference(threads: threads).logits(of: crop)
      #expect(zip(logits, stages[stages.count - 1]).allSatisfy { abs($0 - $1) <= 1e-4 })
    }
    var seen = false
    crop.withUnsafeBufferPointer { crop in
      withUnsafeTemporaryAllocation(of: Float.self, capacity: 5) { logits in
        network.makeInference().run(crop, logits: logits) { stage, found in
          guard stage == .hidden else { return }
          seen = true
          #expect(found.count == count)
          #expect(zip(found, hidden).allSatisfy { abs($0 - $1) <= 1e-4 })
        }
      }
    }
    #expect(seen)
  }

  @Test("is not cut at 6")
  func notReLU6() throws {
    var writer = try RandomWeights.writer(classCount: 2, hiddenCount: 2, seed: 8)
    func set(_ name: String, _ values: [Float]) throws {
      let place = try #require(writer.tensors.firstIndex { $0.name == name })
      writer.tensors[place].values = values
    }
    try set("hidden.weight", [Float](repeating: 0, count: 2 * 1280))
    try set("hidden.bias", [50, -50])
    try set("head.weight", [1, 0, 0, 1])
    try set("head.bias", [0, 0.5])
    try writer.sign()
    let file = try TemporaryFile(try writer.file())
    let weights = try WeightsFile(path: file.path)
    for path in KernelPath.supported {
      let network = MobileNetV2(weights, path: path)
      #expect(network.makeInference().logits(of: Self.crop(seed: 22)) == [50, 0.5])
    }
  }

  @Test("Grad-CAM goes through it: the gradient by differences", arguments: KernelPath.supported)
  func classMap(path: KernelPath) throws {
    let count = 30
    let trial = try Self.trial(count)
    let crop = Self.crop(seed: 23)
    let stages = NaiveNetwork(tensors: trial.tensors, classCount: 5, hiddenCount: count)
      .stages(of: crop)
    let features = stages[stages.count - 3].map(Double.init)
    let activations = stages[stages.count - 4]
    func values(_ name: String) throws -> [Double] {
      try #require(trial.tensors.first { $0.name == name }).values.map(Double.init)
    }
    let (hiddenWeights, hiddenBias) = (try values("hidden.weight"), try values("hidden.bias"))
    let headWeights = try values("head.weight")
    let sums = (0..<count).map { output in
      (0..<1280).reduce(hiddenBias[output]) {
        $0 + hiddenWeights[output * 1280 + $1] * features[$1]
      }
    }
    /// The logit without its bias when one feature has `shift` more.
    func logit(_ classIndex: Int, shifting feature: Int, by shift: Double) -> Double {
      (0..<count).reduce(0) {
        $0 + headWeights[classIndex * count + $1]
          * max(0, sums[$1] + hiddenWeights[$1 * 1280 + feature] * shift)
      }
    }
    let inference = try #require(trial.networks[path]).makeInference()
    var logits = [Float](repeating: 0, count: 5)
    crop.withUnsafeBufferPointer { crop in
      logits.withUnsafeMutableBufferPointer { inference.runKeepingActivations(crop, logits: $0) }
    }
    // So small a shift that no output crosses 0.
    let shift = 1e-5
    #expect(sums.allSatisfy { abs($0) > 1e-4 })
    for classIndex in 0..<5 {
      let gradient = (0..<1280).map {
        (logit(classIndex, shifting: $0, by: shift) - logit(classIndex, shifting: $0, by: -shift))
          / (2 * shift)
      }
      let expected = (0..<49).map { pixel in
        (0..<1280).reduce(0) { $0 + gradient[$1] * Double(activations[pixel * 1280 + $1]) } / 49
      }
      let greatest = expected.reduce(0) { max($0, abs($1)) }
      #expect(greatest > 0.001)
      let map = inference.classMap(of: classIndex).evidence
      #expect(zip(map, expected).allSatisfy { abs(Double($0) - $1) <= 1e-4 * greatest })
    }
  }

  @Test(
    "of an odd number of outputs, or too many, is refused", arguments: [0, 1, 7, 1026, Int.max])
  func refused(count: Int) throws {
    var writer = try RandomWeights.writer(classCount: 4, hiddenCount: 8, seed: 9)
    let place = try #require(writer.tensors.firstIndex { $0.name == "hidden.weight" })
    writer.tensors[place].shape = [count, 1280]
    try expectRefusal(of: writer.file()) {
      .wrongHiddenCount(file: $0, allowed: 2...1024, found: count)
    }
  }

  @Test("opens in half precision too, and is the one that was written")
  func halves() throws {
    var writer = try RandomWeights.writer(classCount: 3, hiddenCount: 6, seed: 10)
    for index in writer.tensors.indices where writer.tensors[index].name.hasSuffix("weight") {
      writer.tensors[index].type = "F16"
      writer.tensors[index].values = writer.tensors[index].values.map { Float(Float16($0)) }
    }
    try writer.sign()
    let file = try TemporaryFile(try writer.file())
    let head = try WeightsFile(path: file.path).head
    #expect(head.output.weights == writer.tensors[writer.tensors.count - 2].values)
    #expect(head.hidden?.bias == writer.tensors[writer.tensors.count - 3].values)
  }
}

@Suite("A weights file under another head")
struct ReplacedHeadTests {
  private static func head(hidden: Int?, classCount: Int) -> Head {
    var generator = SeededGenerator(seed: 11)
    let inputCount = hidden ?? Network.featureCount
    return Head(
      hidden: hidden.map {
        Head.Layer(
          weights: generator.floats($0 * Network.featureCount), bias: generator.floats($0))
      },
      output: Head.Layer(
        weights: generator.floats(classCount * inputCount), bias: generator.floats(classCount)))
  }

  @Test("opens, has that head and the same base", arguments: [nil, 10, 128], [2, 7, 32])
  func opens(hidden: Int?, classCount: Int) throws {
    let baseFile = try TemporaryFile(try RandomWeights.fourClasses.get())
    let base = try WeightsFile(path: baseFile.path)
    let head = Self.head(hidden: hidden, classCount: classCount)
    let bytes = try base.bytes(replacingHeadBy: head, metadata: ["model_id": "ä/\"new\""])
    let again = try base.bytes(replacingHeadBy: head, metadata: ["model_id": "ä/\"new\""])
    #expect(bytes == again)
    let file = try TemporaryFile(Data(bytes))
    let weights = try WeightsFile(path: file.path)
    #expect(weights.head == head)
    #expect(weights.classCount == classCount && weights.hiddenCount == hidden)
    #expect(weights.metadata["model_id"] == "ä/\"new\"")
    #expect(try weights.baseSHA256() == base.baseSHA256())
    for name in ["stem.weight", "block_07.depthwise.bias", "last.bias"] {
      #expect(weights.withTensor(name) { Array($0) } == base.withTensor(name) { Array($0) })
    }
    // A head of two layers is replaced as well as one of one.
    let back = try weights.bytes(
      replacingHeadBy: base.head, metadata: ["model_id": base.metadata["model_id"] ?? ""])
    let backFile = try TemporaryFile(Data(back))
    #expect(try WeightsFile(path: backFile.path).head == base.head)
  }

  @Test("answers as the head says")
  func answers() throws {
    let baseFile = try TemporaryFile(try RandomWeights.fourClasses.get())
    let base = try WeightsFile(path: baseFile.path)
    let head = Self.head(hidden: nil, classCount: 3)
    let file = try TemporaryFile(
      Data(try base.bytes(replacingHeadBy: head, metadata: ["model_id": "x"])))
    var generator = SeededGenerator(seed: 12)
    let inference = MobileNetV2(try WeightsFile(path: file.path)).makeInference()
    let crop = generator.floats(Network.inputCount)
    let features = inference.features(of: crop)
    let logits = inference.logits(of: crop)
    for index in 0..<3 {
      let sum = (0..<1280).reduce(Double(head.output.bias[index])) {
        $0 + Double(head.output.weights[index * 1280 + $1]) * Double(features[$1])
      }
      #expect(abs(sum - Double(logits[index])) < 1e-3)
    }
  }
}
