import Foundation
public import Review
public import Training

/// What a training was given, how it went and what came of it.
public struct TrainingReport: Sendable, Encodable {
  /// A class with its cells in each part.
  public struct ClassCells: Hashable, Sendable, Encodable {
    public let code: String
    public let name: String
    public let core: Bool
    public let training: Int
    public let validation: Int
    public let test: Int
  }

  /// Cells or images that were not trained with.
  public struct LeftOut: Hashable, Sendable, Encodable {
    public let why: String
    public let count: Int

    public init(why: String, count: Int) {
      self.why = why
      self.count = count
    }
  }

  /// A cell's place in the split.
  public struct SplitRow: Hashable, Sendable, Encodable {
    public let path: String
    public let code: String
    public let group: String
    public let part: String
    /// x, y, width, height.
    public let box: [Int]

    public init(path: String, code: String, group: String, part: Part, box: Box) {
      self.path = path
      self.code = code
      self.group = group
      self.part = part.rawValue
      self.box = [box.x, box.y, box.width, box.height]
    }
  }

  /// How good a head is on some cells.
  public struct Scores: Sendable, Encodable {
    public let model: String
    public let cells: String
    public let confusion: Confusion

    /// - Parameters:
    ///   - model: whose answers.
    ///   - cells: which cells, in words.
    public init(model: String, cells: String, confusion: Confusion) {
      self.model = model
      self.cells = cells
      self.confusion = confusion
    }
  }

  /// An `Epoch` as it is written.
  struct EpochRow: Encodable {
    let number: Int
    let learningRate: Double
    let trainingLoss: Double
    let trainingAccuracy: Double
    let validationLoss: Double?
    let validationAccuracy: Double?
  }

  /// How the head was trained.
  struct Settings: Encodable {
    let hidden: Int?
    let dropout: Double?
    let l2: Double
    let learningRate: Double
    let epochs: Int
    let patience: Int
    let batch: Int
    let seed: UInt64
    let plainViews: Int
    let augmentedViews: Int
    let cropScale: Double
    let closeCropScale: Double?
  }

  struct Thresholds: Encodable {
    let temperature: Double
    let uncertainBelow: Double
    let outsideAbove: Double
    let cells: Int
  }

  struct CurvePoint: Encodable {
    let cells: Int
    let balancedError: Double
    let draws: Int
  }

  let provenance: Provenance
  let base: Provenance.Base
  /// What the user called the data, what kind it is, how its cells are tied together.
  let data: String
  let kind: String
  let grouping: String
  let dataSHA256: String
  let classes: [ClassCells]
  let groups: Int
  let leftOut: [LeftOut]
  let findings: [String]
  let settings: Settings
  let epochs: [EpochRow]
  let keptEpoch: Int
  let wasStopped: Bool
  /// Whether the head was trained once more on training and validation cells together.
  let joinedValidation: Bool
  let calibration: Thresholds
  /// How good the heads are, the written one beside the one in use.
  public let scores: [Scores]
  let learningCurve: [CurvePoint]
  let heldOut: Int
  /// What more labels are expected to bring, as a sentence.
  public let worth: String
  let split: [SplitRow]
  /// For the pictures.
  let history: [Epoch]

  /// What the report tells beside how the training went.
  public struct Told: Sendable {
    public var data = ""
    public var kind = ""
    public var grouping = ""
    public var dataSHA256 = ""
    public var leftOut: [LeftOut] = []
    public var findings: [String] = []
    public var split: [SplitRow] = []
    public var scores: [Scores] = []
    public var plainViews = 1
    public var augmentedViews = 0
    /// Side of a cell's crop over the longer side of its box.
    public var cropScale = 1.5
    /// The same of the mirror images; nil where it is the same.
    public var closeCropScale: Double?
    public var validationCells = 0

    /// Nothing told yet.
    public init() {}
  }

  /// The model that came of it.
  public var model: ModelIdentity {
    ModelIdentity(id: provenance.modelID, sha256: provenance.modelSHA256)
  }

  /// - Parameters:
  ///   - provenance: of the new model.
  ///   - base: the model that it began with.
  public init(
    provenance: Provenance, base: ModelIdentity, classes: [CellClass], told: Told,
    options: TrainingOptions, trained: TrainedHead, joinedValidation: Bool,
    calibration: HeadCalibration, curve: LearningCurve?
  ) {
    self.provenance = provenance
    self.base = Provenance.Base(id: base.id, sha256: base.sha256)
    data = told.data
    kind = told.kind
    grouping = told.grouping
    dataSHA256 = told.dataSHA256
    self.classes = classes.map { entry in
      func count(_ part: Part) -> Int {
        told.split.count { $0.code == entry.code && $0.part == part.rawValue }
      }
      return ClassCells(
        code: entry.code, name: entry.name, core: entry.core, training: count(.training),
        validation: count(.validation), test: count(.test))
    }
    groups = Set(told.split.map(\.group)).count
    leftOut = told.leftOut
    findings = told.findings
    settings = Settings(
      hidden: options.hidden, dropout: options.hidden == nil ? nil : options.dropout,
      l2: options.l2, learningRate: options.learningRate, epochs: options.epochs,
      patience: options.patience, batch: options.batch, seed: options.seed,
      plainViews: told.plainViews, augmentedViews: told.augmentedViews,
      cropScale: told.cropScale, closeCropScale: told.closeCropScale)
    history = trained.epochs
    epochs = trained.epochs.map {
      EpochRow(
        number: $0.number, learningRate: $0.learningRate, trainingLoss: $0.trainingLoss,
        trainingAccuracy: $0.trainingAccuracy, validationLoss: $0.validationLoss,
        validationAccuracy: $0.validationAccuracy)
    }
    keptEpoch = trained.keptEpoch
    wasStopped = trained.wasStopped
    self.joinedValidation = joinedValidation
    self.calibration = Thresholds(
      temperature: calibration.temperature, uncertainBelow: calibration.uncertainBelow,
      outsideAbove: calibration.outsideAbove, cells: told.validationCells)
    scores = told.scores
    learningCurve = (curve?.points ?? []).map {
      CurvePoint(cells: $0.cells, balancedError: $0.balancedError, draws: $0.draws)
    }
    heldOut = curve?.heldOut ?? 0
    worth = curve.map(Self.worth) ?? "No learning curve was drawn."
    split = told.split
  }

  /// What more labels are expected to bring, as a sentence.
  static func worth(_ curve: LearningCurve) -> String {
    guard let last = curve.points.last else { return "No learning curve was drawn." }
    let now =
      "With \(last.cells) cells trained on, \(percent(last.balancedError)) % are wrong "
      + "(mean over the classes, \(curve.heldOut) held-out cells)"
    if let more = curve.cellsForAPoint {
      let twice = curve.expectedError(cells: 2 * last.cells).map {
        "; twice as many cells are expected to leave \(percent($0)) %"
      }
      return "\(now). Some \(more) more labelled cells are expected to lower that by a point"
        + "\(twice ?? ""). They are worth labelling."
    }
    return
      "\(now). More cells like these are not expected to lower that by a point: label cells of "
      + "other slides, or the classes that are wrong most."
  }

  private enum CodingKeys: String, CodingKey {
    case provenance, base, data, kind, grouping
    case dataSHA256 = "dataSha256"
    case classes, groups, leftOut, findings, settings, epochs
    case keptEpoch = "bestEpoch"
    case wasStopped
    case joinedValidation, calibration, scores, learningCurve, heldOut, worth, split
  }
}

extension Provenance {
  /// The model that another one began with.
  struct Base: Hashable, Sendable, Encodable {
    let id: String
    let sha256: String
  }
}
