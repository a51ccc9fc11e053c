import Analysis
import Evaluation
import Foundation
import Review
import Station
import Training

/// What a trained model's file says of its training: the same for the same data, options and seed, with nothing
/// of time and place in it.
struct TrainingRecord: Encodable {
  struct Base: Encodable {
    let modelID: String
    let sha256: String
    /// Of the numbers before the head.
    let baseSHA256: String

    private enum CodingKeys: String, CodingKey {
      case modelID = "model_id"
      case sha256
      case baseSHA256 = "base_sha256"
    }
  }

  struct Options: Encodable {
    let hidden: Int?
    let dropout: Double
    let l2: Double
    let learningRate: Double
    let epochs: Int
    let plainViews: Int
    let augmentedViews: Int
    let cropScale: Double
    let closeCropScale: Double?

    private enum CodingKeys: String, CodingKey {
      case hidden, dropout, l2, epochs
      case learningRate = "learning_rate"
      case plainViews = "plain_views"
      case augmentedViews = "augmented_views"
      case cropScale = "crop_scale"
      case closeCropScale = "close_crop_scale"
    }
  }

  let notice: String
  let application: String
  let base: Base
  let dataSHA256: String
  let seed: UInt64
  let options: Options
  let keptEpoch: Int
  let joinedValidation: Bool
  /// Cells of each class in training, validation and test.
  let cells: [String: [Int]]
  /// The first 16 digits of the SHA-256 of every picture that the head was fitted to, sorted: so that a test can
  /// see that it has none of them.
  let trainedOn: [String]

  private enum CodingKeys: String, CodingKey {
    case notice, application, base, seed, options, cells
    case dataSHA256 = "data_sha256"
    case keptEpoch = "best_epoch"
    case joinedValidation = "joined_validation"
    case trainedOn = "trained_on"
  }

  init(
    base: ModelFile, told: TrainingReport.Told, options: TrainingOptions, keptEpoch: Int,
    joinedValidation: Bool, classes: [CellClass], trainedOn: Set<String>
  ) {
    notice = researchUseNotice
    application = Application.identity
    self.base = Base(
      modelID: base.identity.id, sha256: base.identity.sha256, baseSHA256: base.baseSHA256)
    dataSHA256 = told.dataSHA256
    seed = options.seed
    self.options = Options(
      hidden: options.hidden, dropout: options.hidden == nil ? 0 : options.dropout, l2: options.l2,
      learningRate: options.learningRate, epochs: options.epochs, plainViews: told.plainViews,
      augmentedViews: told.augmentedViews, cropScale: told.cropScale,
      closeCropScale: told.closeCropScale)
    self.keptEpoch = keptEpoch
    self.joinedValidation = joinedValidation
    cells = Dictionary(
      uniqueKeysWithValues: classes.map { entry in
        (
          entry.code,
          Part.allCases.map { part in
            told.split.count { $0.code == entry.code && $0.part == part.rawValue }
          }
        )
      })
    self.trainedOn = trainedOn.map { String($0.prefix(16)) }.sorted()
  }

  /// One JSON object with sorted keys.
  var json: String { String(jsonLine(self).dropLast()) }
}
