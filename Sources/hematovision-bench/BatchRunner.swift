import Dispatch
import Engine

/// Answers a batch of crops: thread t takes the crops t, t + threads, t + 2 threads... Where there are more
/// threads than crops, all share each crop.
///
/// Unchecked: each thread touches its own inference and the logits of its own crops only, and `run`
/// returns when all threads have.
final class BatchRunner: @unchecked Sendable {
  private let crops: [[Float]]
  private let inferences: [Inference]
  private let answers: UnsafeMutableBufferPointer<Float>
  private let classCount: Int

  /// The kernels that compute.
  let path: KernelPath

  init(network: MobileNetV2, crops: [[Float]], threads: Int) {
    self.crops = crops
    path = network.path
    classCount = network.classCount
    inferences =
      threads > crops.count
      ? [network.makeInference(threads: threads)]
      : (0..<threads).map { _ in network.makeInference() }
    answers = .allocate(capacity: crops.count * network.classCount)
    answers.initialize(repeating: 0)
  }

  deinit { answers.deallocate() }

  /// Answers every crop once.
  func run() {
    if inferences.count == 1 {
      run(thread: 0)
    } else {
      DispatchQueue.concurrentPerform(iterations: inferences.count) { run(thread: $0) }
    }
  }

  /// The logits of each crop from the latest run.
  var logits: [[Float]] {
    crops.indices.map { Array(answers[($0 * classCount)..<(($0 + 1) * classCount)]) }
  }

  private func run(thread: Int) {
    for crop in stride(from: thread, to: crops.count, by: inferences.count) {
      let logits = UnsafeMutableBufferPointer(
        rebasing: answers[(crop * classCount)..<((crop + 1) * classCount)])
      crops[crop].withUnsafeBufferPointer { inferences[thread].run($0, logits: logits) }
    }
  }
}
