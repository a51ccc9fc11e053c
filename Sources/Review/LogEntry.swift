/// Names an entry before it is written: session and a counter, so that a retry is never a double.
public struct EntryID: RawRepresentable, Hashable, Sendable, Codable {
  public let rawValue: String

  /// An identifier as it stands in the log.
  public init(rawValue: String) { self.rawValue = rawValue }

  /// The `number`-th entry of a session.
  public init(session: String, number: Int) { rawValue = "\(session).\(number)" }
}

/// How a decision relates to what the program suggested.
public enum DecisionKind: String, Hashable, Sendable, Codable {
  /// The suggested class.
  case confirm
  /// Another class than the suggested one, or a class where nothing was suggested.
  case override
  /// The technician cannot tell.
  case unidentified
  /// None of the listed classes.
  case other
}

/// Why a suggestion was kept from the technician until the answer was given.
public enum HiddenReason: String, Hashable, Sendable, Codable {
  /// The technician works blind.
  case blind
  /// A spot check: some suggestions are withheld to see whether the others are only nodded through.
  case spot
  /// A cell of a random check set.
  case check
}

/// A technician's answer for one cell, or for a picture as a whole.
public struct Decision: Hashable, Sendable, Codable {
  public let image: ImagePath
  public let imageSHA256: String
  /// The cell; nil when the picture as a whole is meant.
  public let cell: CellID?
  /// Where the cell was when it was judged; nil for the whole picture.
  public let box: Box?
  public let label: Label
  public let kind: DecisionKind
  /// What the program said, and which model; nil when nothing was suggested.
  public let suggestion: Suggestion?
  public let model: ModelIdentity?
  /// The earlier decision this one replaces.
  public let supersedes: EntryID?
  /// Whether the suggestion could be seen when the technician answered.
  public let suggestionVisible: Bool
  /// Why not; nil when it was visible or there was none.
  public let hidden: HiddenReason?
  /// Time the cell was on screen before the answer.
  public let dwellMilliseconds: Int
  /// The order of the queue and the place in it (counted from 1), since an order biases.
  public let queueOrder: String
  public let queuePosition: Int
  public let reason: String?
  /// The signature that stood when the answer was given: the answer amends what was signed.
  public let amends: EntryID?
  /// What was measured of the cell in `box`; nil where nobody measured.
  public let measures: CellMeasures?

  /// A decision with all its evidence.
  public init(
    image: ImagePath, imageSHA256: String, cell: CellID?, box: Box?, label: Label,
    kind: DecisionKind, suggestion: Suggestion?, model: ModelIdentity?, supersedes: EntryID?,
    suggestionVisible: Bool, dwellMilliseconds: Int, queueOrder: String, queuePosition: Int,
    reason: String? = nil, hidden: HiddenReason? = nil, amends: EntryID? = nil,
    measures: CellMeasures? = nil
  ) {
    self.amends = amends
    self.measures = measures
    self.hidden = hidden
    self.image = image
    self.imageSHA256 = imageSHA256
    self.cell = cell
    self.box = box
    self.label = label
    self.kind = kind
    self.suggestion = suggestion
    self.model = model
    self.supersedes = supersedes
    self.suggestionVisible = suggestionVisible
    self.dwellMilliseconds = dwellMilliseconds
    self.queueOrder = queueOrder
    self.queuePosition = queuePosition
    self.reason = reason
  }
}

/// A box that the technician placed, or an existing cell's box moved.
public struct BoxPlacement: Hashable, Sendable, Codable {
  public let image: ImagePath
  public let imageSHA256: String
  public let cell: CellID
  public let box: Box
  /// Where the box was before; nil when it is new.
  public let previous: Box?
  /// What the model says of the new box; nil when it was not asked or could not answer.
  public let suggestion: Suggestion?
  /// Perceptual hash of what is in the box, lower-case hexadecimal; nil where there was no picture to
  /// look at, and in logs before version 3.
  public let fingerprint: String?
  /// What was measured of the cell in the box; nil where there was no picture to look at, and in logs
  /// before version 4.
  public let measures: CellMeasures?

  /// A placed or moved box.
  public init(
    image: ImagePath, imageSHA256: String, cell: CellID, box: Box, previous: Box?,
    suggestion: Suggestion?, fingerprint: String? = nil, measures: CellMeasures? = nil
  ) {
    self.fingerprint = fingerprint
    self.measures = measures
    self.image = image
    self.imageSHA256 = imageSHA256
    self.cell = cell
    self.box = box
    self.previous = previous
    self.suggestion = suggestion
  }
}

/// What can be written into the review log. Nothing in it is ever changed or taken out.
public enum LogEvent: Hashable, Sendable, Codable {
  /// A session began on a directory.
  case opened(directory: ImagePath, application: String, model: ModelIdentity?)
  case classified(Classification)
  case placed(BoxPlacement)
  case decided(Decision)
  /// An earlier entry (a decision or a placement) no longer holds.
  case undone(image: ImagePath, entry: EntryID)
  /// An undone entry holds again.
  case redone(image: ImagePath, entry: EntryID)
  case exported(file: ImagePath, format: String, rows: Int)
  /// A flag, a note or a reason.
  case annotated(Annotation)
  /// Specimen, slide, reviewer and target of a directory.
  case identified(SlideIdentity)
  /// A random check set was laid down.
  case checkPlanned(CheckPlan)
  /// A reviewer signed a slide's differential.
  case signed(SignOff)
  /// A second review was laid down.
  case secondPlanned(SecondReviewPlan)
  /// A second reviewer's answer.
  case secondRead(SecondReading)
  /// Somebody decided between answers that differ.
  case adjudicated(Adjudication)
  /// Two cells were compared: are they the same?
  case compared(CellComparison)
  /// Entries of another log were taken into this one.
  case merged(MergeSource)
  /// The rule by which a new model will be let in.
  case gatePlanned(GatePlan)
  /// A model was let in, turned away, or taken back.
  case modelChanged(ModelChange)

  /// The picture that the event is about; nil when it is about none.
  public var image: ImagePath? {
    switch self {
    case .opened, .exported, .identified, .checkPlanned, .signed, .secondPlanned, .merged,
      .gatePlanned, .modelChanged:
      nil
    case .annotated(let annotation): annotation.image
    case .classified(let classification): classification.image
    case .placed(let placement): placement.image
    case .decided(let decision): decision.image
    case .secondRead(let reading): reading.image
    case .adjudicated(let adjudication): adjudication.image
    case .compared(let comparison): comparison.image
    case .undone(let image, _), .redone(let image, _): image
    }
  }
}

/// An event on its way into the log.
public struct LogEntry: Hashable, Sendable, Codable {
  public let id: EntryID
  public let event: LogEvent

  /// An entry; `id` must be new.
  public init(id: EntryID, event: LogEvent) {
    self.id = id
    self.event = event
  }
}
