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
    let shares = softmax(logits, temperature: header.calibration.temperature)
    let outside = zip(header.classes, shares).reduce(0) { $1.0.core ? $0 : $0 + $1.1 }
    let isUnsure =
      (shares.max() ?? 0) < header.calibration.uncertainBelow
      || outside >= header.calibration.outsideAbove
    return suggestion(
      zip(header.classes, shares).map { ClassProbability(label: $0.label, probability: $1) },
      core: isUnsure ? .uncertain : .ok)
  }

  /// Whether the form of the nucleus is asked about a suggestion: the network is not sure, and torn between forms.
  package func asksForm(of suggestion: Suggestion) -> Bool {
    guard let form = header.nucleusForm, suggestion.status != .ok else { return false }
    return form.canSettle(suggestion.probabilities)
  }

  /// A suggestion that the network is not sure of, weighed by the form of the nucleus, where that was measured.
  ///
  /// It never becomes `ok`: what two opinions had to settle is for a person to decide.
  package func weighed(_ suggestion: Suggestion, by measures: CellMeasures?) -> Suggestion {
    guard let measures, let form = header.nucleusForm, asksForm(of: suggestion),
      let weighed = form.weighed(suggestion.probabilities, by: measures)
    else { return suggestion }
    return self.suggestion(weighed, core: .uncertain, formWeighed: true)
  }

  /// The suggestion of these probabilities, in the order of the classes; `core` is its status where the surest
  /// class is one of the core.
  private func suggestion(
    _ probabilities: [ClassProbability], core: SuggestionStatus, formWeighed: Bool? = nil
  ) -> Suggestion {
    let best =
      probabilities.indices.max { probabilities[$0].probability < probabilities[$1].probability }
      ?? 0
    let chosen = header.classes[best]
    return Suggestion(
      probabilities: probabilities, label: chosen.label, status: chosen.core ? core : .outside,
      formWeighed: formWeighed)
  }
}
