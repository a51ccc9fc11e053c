import Evaluation
import Foundation
import Review
import Store

/// Where a trained model and its report go; nothing is written over.
struct TrainedFiles {
  let model: String
  let reportDirectory: String
  private let report: EvaluationOutput

  /// Makes the report's directory, and refuses what exists now rather than after the work.
  init(model: String) throws {
    self.model = model
    guard access(model, F_OK) != 0 else {
      throw Failure(
        Messages.untrainable(
          why: "\(model) exists already, and no model is written over",
          cure: "Choose another --output, or move the old model away"))
    }
    let ending = ".safetensors"
    reportDirectory =
      (model.hasSuffix(ending) ? String(model.dropLast(ending.count)) : model) + "-report"
    report = try EvaluationOutput(reportDirectory, names: TrainingReport.files)
  }

  /// Takes the report's directory away where nothing was written into it.
  func clearEmptyAway() { rmdir(reportDirectory) }

  func write(model bytes: [UInt8]) throws {
    do throws(StoreError) {
      try ExportFile.write(to: model, overwrite: false) { (sink) throws(StoreError) in
        try sink.append(bytes)
      }
    } catch {
      throw Failure(
        Notice(
          what: "the model cannot be written", why: Messages.notice(for: error).why,
          cure: "Free some space there, or choose another --output"))
    }
  }

  func write(_ told: TrainingReport) throws {
    try report.write(
      json: told.json, rows: told.rows, pictures: told.pictures, text: linesForTerminal(told.text))
  }
}
