public import Engine
import Foundation
public import Review

/// A model as it lies in its file: what a new head is trained on and written with.
public struct ModelFile: Sendable {
  /// What the file says of classes and thresholds.
  public let header: ModelHeader
  /// The model's name, and the file's hash.
  public let identity: ModelIdentity
  /// SHA-256 of the numbers before the head, and of how a network from elsewhere wants a crop: models of the same
  /// one give the same features.
  public let baseSHA256: String
  /// Where it was opened.
  let path: String
  let weights: WeightsFile

  /// Opens and checks the file at `path`.
  public init(path: String) throws(ModelError) {
    self.path = path
    let base: String
    do {
      weights = try WeightsFile(path: path)
      base = try weights.baseSHA256()
    } catch { throw .weights(error) }
    header = try ModelHeader(weights.metadata, classCount: weights.classCount, file: path)
    baseSHA256 =
      header.preprocessing.presentation.map { sha256(of: Array((base + Self.json($0)).utf8)) }
      ?? base
    identity = ModelIdentity(id: header.id, sha256: weights.sha256)
  }

  /// The head of the file.
  public var head: Head { weights.head }

  /// The bytes of a file with this one's base and preprocessing under another head.
  ///
  /// The same arguments give the same bytes: nothing of time or place is in them. The form of the nucleus is not
  /// asked by the new model: that was weighed against the thresholds of this one.
  ///
  /// - Parameters:
  ///   - id: the new model's name, not empty.
  ///   - classes: as many as the head has logits, in their order.
  ///   - views: how the model looks at a cell.
  ///   - training: JSON that says what the head was trained on, and how.
  public func bytes(
    id: String, head: Head, classes: [CellClass], calibration: ModelHeader.Calibration,
    views: CropViews, training: String
  ) throws(ModelError) -> [UInt8] {
    precondition(classes.count == head.output.outputCount && !id.isEmpty)
    let metadata = [
      "model_id": id, "classes": Self.json(classes), "calibration": Self.json(calibration),
      "preprocess": preprocess(views), "training": training,
    ]
    do {
      return try weights.bytes(replacingHeadBy: head, metadata: metadata)
    } catch { throw .weights(error) }
  }

  /// The base's preprocessing with these views; the rest stays word for word.
  private func preprocess(_ views: CropViews) -> String {
    let text = weights.metadata["preprocess"] ?? ""
    guard
      var entries = (try? JSONSerialization.jsonObject(with: Data(text.utf8))) as? [String: Any]
    else { preconditionFailure("the header was read before") }
    entries["views"] = views.count
    entries["crop_scale"] = views.cropScale
    entries["close_crop_scale"] = views.closeScale
    guard
      let data = try? JSONSerialization.data(
        withJSONObject: entries, options: [.sortedKeys, .withoutEscapingSlashes])
    else { preconditionFailure("what was JSON is JSON") }
    return String(decoding: data, as: UTF8.self)
  }

  private static func json(_ value: some Encodable) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    guard let data = try? encoder.encode(value) else {
      preconditionFailure("texts and finite numbers make JSON")
    }
    return String(decoding: data, as: UTF8.self)
  }
}
