import Evaluation
import Review

/// A labelled cell of the data, before its picture was read.
struct LearningCell: Sendable {
  /// Which cell of the picture it is.
  enum Place: Sendable {
    /// The found cell that speaks for a labelled image, as `evaluate` takes it.
    case speaker(LabelledImage)
    /// The found cell that is the same as a drawn one: one of several labelled cells of a picture.
    case drawn(DrawnBox)
    /// The box that a technician left.
    case box(Box)
  }

  /// Where the picture lies, and what it is called in messages and in the split.
  let picture: ImagePath
  let name: String
  let place: Place
  /// Place of its class among those trained.
  let label: Int
  /// What ties it to others; empty where that was not told: then its picture does.
  let group: String
  /// The part that the data itself gives it; empty where it gives none.
  let split: String
  /// SHA-256 that the picture must have; nil for any.
  let content: String?
}

/// The labelled cells of a directory, a manifest or a log.
struct LearningData: Sendable {
  let cells: [LearningCell]
  /// The classes of the new head, in the order of its logits.
  let classes: [CellClass]
  /// What the data is, and how its cells are tied together, in words.
  let kind: String
  let grouping: String
  let leftOut: [TrainingReport.LeftOut]
  /// What to know beside that.
  var remarks: [String] = []
  /// The rule in a log whose held-out pictures are left out.
  var rule: GatePlan?
}
