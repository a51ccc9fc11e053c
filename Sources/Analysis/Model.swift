public import Engine
import Imaging
public import Review

/// Why no model could be made from a weights file.
public enum ModelError: Error, Hashable, Sendable {
  case weights(WeightsError)
  /// The header lacks `key`.
  case missing(file: String, key: String)
  /// The header's `key` does not hold what it should.
  case malformed(file: String, key: String)
  /// The header names another number of classes than the network's head has.
  case wrongClassCount(file: String, expected: Int, found: Int)
}

/// A network with everything that makes its numbers an answer. Shared by all threads.
public final class Model: Sendable {
  /// Name of the model and hash of its file.
  public let identity: ModelIdentity
  /// Classes and thresholds.
  public let header: ModelHeader
  /// The weights file this came from.
  public let file: String
  /// The instructions that it is computed with.
  public var kernels: KernelPath { network.path }
  let network: MobileNetV2
  let preprocess: Preprocess

  /// Opens a weights file and makes its plan for `kernels`.
  public convenience init(path: String, kernels: KernelPath = .best) throws(ModelError) {
    let weights: WeightsFile
    do { weights = try WeightsFile(path: path) } catch { throw .weights(error) }
    let header = try ModelHeader(weights.metadata, classCount: weights.classCount, file: path)
    self.init(
      weights, header, ModelIdentity(id: header.id, sha256: weights.sha256), path: path,
      kernels: kernels)
  }

  /// Makes the plan of a file that was opened: it is read and checked once.
  public convenience init(_ file: ModelFile, kernels: KernelPath = .best) {
    self.init(file.weights, file.header, file.identity, path: file.path, kernels: kernels)
  }

  private init(
    _ weights: WeightsFile, _ header: ModelHeader, _ identity: ModelIdentity, path: String,
    kernels: KernelPath
  ) {
    self.header = header
    self.identity = identity
    file = path
    network = MobileNetV2(weights, path: kernels)
    preprocess = Preprocess(
      side: header.preprocessing.side, cropScale: header.views.cropScale)
  }

  /// The suggestion that logits stand for.
  ///
  /// `outside`: the surest class is none of the core. Else `uncertain`: its probability is below
  /// `uncertainBelow`, or the classes outside the core together have at least `outsideAbove`.
  public func suggestion(logits: [Float]) -> Suggestion {
    let classes = header.classes
    let shares = softmax(logits, temperature: header.calibration.temperature)
    let best = shares.indices.max { shares[$0] < shares[$1] } ?? 0
    let outside = zip(classes, shares).reduce(0) { $1.0.core ? $0 : $0 + $1.1 }
    let status: SuggestionStatus
    if !classes[best].core {
      status = .outside
    } else {
      let isUnsure =
        shares[best] < header.calibration.uncertainBelow
        || outside >= header.calibration.outsideAbove
      status = isUnsure ? .uncertain : .ok
    }
    return Suggestion(
      probabilities: zip(classes, shares).map {
        ClassProbability(label: $0.label, probability: $1)
      },
      label: classes[best].label, status: status)
  }
}
