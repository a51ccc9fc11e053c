import Analysis
import Engine
import Evaluation
import Review
import Training

// Where the head begins, and how right it is.
extension TrainingRun {
  /// The base's layer for the classes of the new head; zeros for classes that it does not know.
  func startingLayer() -> Head.Layer? {
    guard base.head.hidden == nil else { return nil }
    let known = base.head.output
    var (weights, bias) = ([Float](), [Float]())
    for entry in data.classes {
      if let place = base.header.classes.firstIndex(where: { $0.code == entry.code }) {
        weights += known.weights[(place * known.inputCount)..<((place + 1) * known.inputCount)]
        bias.append(known.bias[place])
      } else {
        weights += [Float](repeating: 0, count: known.inputCount)
        bias.append(0)
      }
    }
    return Head.Layer(weights: weights, bias: bias)
  }

  func scores(
    head: Head, first: Head, _ table: FeatureTable, _ validation: [Int], _ test: [Int]
  ) -> [TrainingReport.Scores] {
    func confusion(_ head: Head, _ cells: [Int], _ places: [Int]? = nil) -> Confusion {
      Confusion(
        zip(cells, HeadTraining.logits(head, table, cells: cells)).map { cell, logits in
          let best = logits.indices.max { logits[$0] < logits[$1] } ?? 0
          return (table.labels[cell], places?[best] ?? best)
        }, classes: data.classes)
    }
    var scores: [TrainingReport.Scores] = []
    scores.append(
      .init(
        model: "the head", cells: "validation cells, which chose its epoch",
        confusion: confusion(first, validation)))
    guard !test.isEmpty else { return scores }
    scores.append(
      .init(
        model: "the written head", cells: "test cells, never trained on",
        confusion: confusion(head, test)))
    if base.header.classes == data.classes {
      scores.append(
        .init(
          model: base.identity.id, cells: "the same test cells, for comparison",
          confusion: confusion(base.head, test)))
    }
    return scores
  }
}
