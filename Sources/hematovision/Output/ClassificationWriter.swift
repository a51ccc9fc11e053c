import Foundation
import Review
import Screen
import Station
import Store

/// A string whose control and format characters are spelt out, so that no file name commands a
/// terminal.
func safeForTerminal(_ text: String) -> String { ScreenText.spelledOut(text) }

/// Prints classifications as a table, as JSON Lines or as CSV.
struct ClassificationWriter {
  let format: ClassifyCommand.Format
  let classes: [CellClass]

  /// What stands before the first result.
  var header: String {
    switch format {
    case .jsonl: ""
    case .table:
      "# \(researchUseNotice)\nIMAGE\tBOX\tLABEL\tP\tSTATUS\n"
    case .csv:
      csvLine(
        [
          "path", "sha256", "width", "height", "status", "error", "cell_index", "box_x", "box_y",
          "box_width", "box_height", "label",
        ] + classes.map { "p_\($0.code)" } + [
          "cell_status", "model_id", "model_sha256", "milliseconds", "ruo_notice",
        ])
    }
  }

  /// One result: a line, or one a cell.
  func text(for result: Classification) -> String {
    switch format {
    // Every number in it is finite by construction: softmax of finite logits.
    case .jsonl: jsonLine(ClassificationLine(result))
    case .table: tableLines(result)
    case .csv: csvLines(result)
    }
  }

  private func tableLines(_ result: Classification) -> String {
    let path = safeForTerminal(result.image.lossyText)
    switch result.outcome {
    case .failed(let notice):
      return "\(path)\t-\terror\t-\t\(safeForTerminal(notice.why)). \(notice.cure)\n"
    case .cells(_, let cells) where cells.isEmpty:
      return "\(path)\t-\tno cell\t-\tno_cell\n"
    case .cells(_, let cells):
      return cells.map { cell in
        let box = "\(cell.box.x),\(cell.box.y),\(cell.box.width)x\(cell.box.height)"
        let percent = (cell.suggestion.confidence * 1000).rounded() / 10
        return
          "\(path)\t\(box)\t\(cell.suggestion.label.rawValue)\t\(percent)%\t\(cell.suggestion.status.rawValue)\n"
      }.joined()
    }
  }

  private func csvLines(_ result: Classification) -> String {
    let model = [result.model.id, result.model.sha256, "\(result.milliseconds)", researchUseNotice]
    let noCell = [String](repeating: "", count: 6 + classes.count + 1)
    let path = result.image.lossyText
    switch result.outcome {
    case .failed(let notice):
      return csvLine([path, "", "", "", "error", notice.why] + noCell + model)
    case .cells(let facts, let cells):
      let picture = [path, facts.sha256, "\(facts.width)", "\(facts.height)"]
      if cells.isEmpty { return csvLine(picture + ["no_cell", ""] + noCell + model) }
      return cells.enumerated().map { index, cell in
        let box = cell.box
        let probabilities = classes.map {
          "\(cell.suggestion.probability(of: $0.label) ?? 0)"
        }
        return csvLine(
          picture + ["ok", "", "\(index + 1)", "\(box.x)", "\(box.y)", "\(box.width)"]
            + ["\(box.height)", cell.suggestion.label.rawValue] + probabilities
            + [cell.suggestion.status.rawValue] + model)
      }.joined()
    }
  }
}

/// A line of CSV; numbers pass through unchanged, text is defused.
func csvLine(_ fields: [String]) -> String {
  fields.map { Double($0) == nil ? CSVWriter.field($0) : $0 }.joined(separator: ",") + "\r\n"
}

/// The JSON form of one image's classification.
private struct ClassificationLine: Encodable {
  struct Cell: Encodable {
    let box: Box
    let label: String
    let probabilities: [String: Double]
    let status: SuggestionStatus
  }

  let result: Classification

  init(_ result: Classification) { self.result = result }

  private enum CodingKeys: String, CodingKey {
    case path, sha256, width, height, status, error, cells, model, milliseconds
    case modelSHA256 = "model_sha256"
    case pathBase64 = "path_base64"
    case notice
  }

  func encode(to encoder: any Encoder) throws {
    var line = encoder.container(keyedBy: CodingKeys.self)
    try line.encode(result.image.lossyText, forKey: .path)
    try line.encodeIfPresent(result.image.base64UnlessText, forKey: .pathBase64)
    try line.encode(result.model.id, forKey: .model)
    try line.encode(result.model.sha256, forKey: .modelSHA256)
    try line.encode(result.milliseconds, forKey: .milliseconds)
    try line.encode(researchUseNotice, forKey: .notice)
    switch result.outcome {
    case .failed(let notice):
      try line.encodeNil(forKey: .sha256)
      try line.encodeNil(forKey: .width)
      try line.encodeNil(forKey: .height)
      try line.encode("error", forKey: .status)
      try line.encode("\(notice.why). \(notice.cure).", forKey: .error)
      try line.encode([Cell](), forKey: .cells)
    case .cells(let facts, let cells):
      try line.encode(facts.sha256, forKey: .sha256)
      try line.encode(facts.width, forKey: .width)
      try line.encode(facts.height, forKey: .height)
      try line.encode(cells.isEmpty ? "no_cell" : "ok", forKey: .status)
      try line.encodeNil(forKey: .error)
      try line.encode(
        cells.map { cell in
          Cell(
            box: cell.box, label: cell.suggestion.label.rawValue,
            probabilities: Dictionary(
              uniqueKeysWithValues: cell.suggestion.probabilities.map {
                ($0.label.rawValue, $0.probability)
              }),
            status: cell.suggestion.status)
        }, forKey: .cells)
    }
  }
}
