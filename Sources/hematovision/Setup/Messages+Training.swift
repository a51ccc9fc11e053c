import Evaluation
import Review
import Training

extension Messages {
  static func untrainable(why: String, cure: String) -> Notice {
    Notice(what: "no head can be trained", why: why, cure: cure)
  }

  /// What is wrong with the data, with numbers and the cure.
  static func sentence(
    for finding: DataFinding, _ cells: [LearningCell], _ classes: [CellClass]
  ) -> String {
    func name(_ label: Int) -> String { classes[label].code }
    func names(_ places: [Int]) -> String {
      let shown = places.prefix(4).map { "\(cells[$0].name) as \(name(cells[$0].label))" }
      let more = places.count - shown.count
      return shown.joined(separator: ", ") + (more > 0 ? " and \(more) more" : "")
    }
    return switch finding {
    case .oneClass(let label, let count):
      "All \(count) cells are \(name(label)): there is nothing to tell apart. Label cells of another class."
    case .tooFew(let label, let count):
      "\(name(label)) has \(count) \(count == 1 ? "cell" : "cells"), and \(DataFinding.fewest) are the least: one to "
        + "train on, one to choose by, one to test. Label \(DataFinding.fewest - count) more, better "
        + "\(DataFinding.advised - count), or call them OTHER."
    case .few(let label, let count):
      "\(name(label)) has \(count) cells: figures of it mean little. Label \(DataFinding.advised - count) more."
    case .oneGroup(let count):
      "All \(count) cells are of one group (one picture or slide): nothing could be tested on what was not trained "
        + "on. Label cells of other pictures or slides."
    case .classInOneGroup(let label, let count):
      "All \(count) cells of \(name(label)) are of one group: what is learnt may be the slide. Label some of another "
        + "slide."
    case .contradictory(let places, let labels):
      "The same cell is \(labels.map(name).joined(separator: " and ")): \(names(places)). Keep the right one."
    case .repeated(let places, let label):
      "The same \(name(label)) stands \(places.count) times: \(names(places)). They were kept together; take the "
        + "copies out."
    case .absent(let label, let part):
      "No \(name(label)) is among the \(part.rawValue) cells. Label cells of it in more pictures or slides."
    }
  }
}
