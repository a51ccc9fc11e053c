import Evaluation
import Review
import Training

extension TrainingStock {
  /// What there is to learn from, and what is wrong with it as far as can be told without the pictures.
  init(_ data: LearningData, log: String) {
    // Cells are told apart by the content that was reviewed; the pictures are read when the training begins.
    let cells = data.cells.map { ($0, $0.content ?? $0.name) }
    let identities = cells.map { cell, content in "\(content) \(cell.place)" }
    let findings = DataCheck.findings(
      labels: data.cells.map(\.label), groups: TrainingRun.groups(cells),
      contents: TrainingRun.numbered(identities))
    func sentences(_ isFatal: Bool) -> [String] {
      findings.filter { $0.isFatal == isFatal }
        .map { Messages.sentence(for: $0, data.cells, data.classes) }
    }
    let byLabel = Dictionary(grouping: data.cells, by: \.label)
    self.init(
      log: log,
      classes: data.classes.enumerated().map { place, entry in
        let members = byLabel[place] ?? []
        return ClassStock(
          label: entry.label, name: entry.name, cells: members.count,
          pictures: Set(members.map(\.picture)).count)
      },
      pictures: Set(data.cells.map(\.picture)).count, grouping: data.grouping,
      leftOut: data.leftOut.map { "\($0.count) (\($0.why))" }, obstacles: sentences(true),
      remarks: data.remarks + sentences(false), rule: data.rule?.data)
  }
}

extension TrainingOutcome {
  /// What was written, and what the report says of it.
  init(_ report: TrainingReport, _ files: TrainedFiles, wasStopped: Bool) {
    self.init(
      model: report.model, wasStopped: wasStopped,
      scores: report.scores.map { score in
        let accuracy = score.confusion.accuracy
        return Score(
          model: score.model, cells: score.cells, right: accuracy.hits, count: accuracy.count,
          low: accuracy.low, high: accuracy.high, balanced: score.confusion.balancedAccuracy)
      }, worth: report.worth, file: ImagePath(files.model),
      reportDirectory: ImagePath(files.reportDirectory), reportFiles: TrainingReport.files)
  }
}
