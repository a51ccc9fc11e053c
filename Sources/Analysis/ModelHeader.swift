import Foundation
public import Review

/// What the weights' header says beside the numbers: classes, preprocessing, calibration.
public struct ModelHeader: Equatable, Sendable {
  /// Thresholds that turn probabilities into a status, chosen on validation data.
  public struct Calibration: Equatable, Sendable, Codable {
    /// Divides the logits before the softmax.
    public let temperature: Double
    /// Below this greatest probability a suggestion is `uncertain`.
    public let uncertainBelow: Double
    /// From this sum of the classes outside the core on, a core class is `uncertain`.
    public let outsideAbove: Double

    /// A temperature above 0 and two probabilities.
    public init(temperature: Double, uncertainBelow: Double, outsideAbove: Double) {
      self.temperature = temperature
      self.uncertainBelow = uncertainBelow
      self.outsideAbove = outsideAbove
    }

    private enum CodingKeys: String, CodingKey {
      case temperature
      case uncertainBelow = "uncertain_below"
      case outsideAbove = "outside_above"
    }
  }

  /// The part of the preprocessing that differs between models.
  struct Preprocessing: Equatable, Sendable, Codable {
    let side: Int
    let cropScale: Double
    /// Ways to lay the crop on itself whose logits are averaged: 1 or 8; nil is 1.
    let views: Int?
    /// Of the square that the mirrored views see; nil where they see what the others do.
    let closeScale: Double?
    /// How this network wants its numbers; nil of one that takes them as they are.
    let presentation: Presentation?

    private enum CodingKeys: String, CodingKey {
      case side, views, presentation
      case cropScale = "crop_scale"
      case closeScale = "close_crop_scale"
    }
  }

  /// The model's name, such as `hv-mnv2-2026.11.1`.
  public let id: String
  /// Classes in the order of the logits.
  public let classes: [CellClass]
  /// How logits become a suggestion.
  public let calibration: Calibration
  let preprocessing: Preprocessing
  /// The second look at cells of which the network is not sure; nil of a model without one.
  public let nucleusForm: NucleusForm?
  /// JSON that says what the model was trained on; nil when the file does not tell.
  public let training: String?

  /// Reads the header of `file`, which is named in errors; `classCount` is the head's.
  init(_ metadata: [String: String], classCount: Int, file: String) throws(ModelError) {
    id = try Self.text("model_id", metadata, file)
    classes = try Self.decode("classes", metadata, file)
    calibration = try Self.decode("calibration", metadata, file)
    preprocessing = try Self.decode("preprocess", metadata, file)
    nucleusForm =
      metadata[Self.nucleusFormKey] == nil
      ? nil : try Self.decode(Self.nucleusFormKey, metadata, file)
    training = metadata["training"]
    guard classes.count == classCount else {
      throw .wrongClassCount(file: file, expected: classCount, found: classes.count)
    }
    guard Set(classes.map(\.code)).count == classCount, classes.contains(where: \.core) else {
      throw .malformed(file: file, key: "classes")
    }
    guard nucleusForm?.isBelievable(core: Set(classes.filter(\.core).map(\.code))) ?? true else {
      throw .malformed(file: file, key: Self.nucleusFormKey)
    }
    guard calibration.temperature > 0, calibration.temperature.isFinite else {
      throw .malformed(file: file, key: "calibration")
    }
    guard preprocessing.side == 224, CropViews(preprocessing).isBelievable,
      preprocessing.presentation?.isBelievable ?? true
    else {
      throw .malformed(file: file, key: "preprocess")
    }
  }

  private static let nucleusFormKey = "nucleus_form"

  /// How the model looks at a cell.
  public var views: CropViews { CropViews(preprocessing) }

  private static func text(
    _ key: String, _ metadata: [String: String], _ file: String
  ) throws(ModelError) -> String {
    guard let text = metadata[key], !text.isEmpty else {
      throw .missing(file: file, key: key)
    }
    return text
  }

  private static func decode<Value: Decodable>(
    _ key: String, _ metadata: [String: String], _ file: String
  ) throws(ModelError) -> Value {
    let text = try text(key, metadata, file)
    do {
      return try JSONDecoder().decode(Value.self, from: Data(text.utf8))
    } catch {
      throw .malformed(file: file, key: key)
    }
  }
}
