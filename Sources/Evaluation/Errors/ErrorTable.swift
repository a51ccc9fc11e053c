import Foundation
public import Review

/// The table of an evaluation's errors, the worst first: what the station opens.
public enum ErrorTable {
  /// The name of its file.
  public static let file = "errors.csv"

  /// The wrong answers among `images`: those of which the model was surest come first, images in which it found
  /// no cell last. Unreadable ones are not among them: there is nothing to look at.
  ///
  /// - Parameter place: where an image lies, as an absolute path.
  public static func errors(
    _ images: [ScoredImage], classes: [CellClass], place: (LabelledImage) -> ImagePath
  ) -> [Misclassification] {
    images.compactMap { scored -> Misclassification? in
      guard let truth = scored.image.truth, let sha256 = scored.sha256, !scored.isRight else {
        return nil
      }
      return Misclassification(
        image: place(scored.image), imageSHA256: sha256, box: scored.answer?.box,
        labelled: classes[truth].label, answered: scored.best.map { classes[$0].label },
        confidence: scored.confidence)
    }.sorted {
      $0.confidence == $1.confidence ? $0.image < $1.image : $0.confidence > $1.confidence
    }
  }

  /// The header and the rows, fields as plain text.
  public static func rows(_ errors: [Misclassification], _ provenance: Provenance) -> [[String]] {
    [columns + Provenance.columns]
      + errors.enumerated().map { place, error in
        let box = error.box.map { ["\($0.x)", "\($0.y)", "\($0.width)", "\($0.height)"] }
        return [
          "\(place + 1)", error.image.lossyText,
          error.image.text == nil ? Data(error.image.bytes).base64EncodedString() : "",
          error.imageSHA256, error.labelled.rawValue,
          error.answered?.rawValue ?? "", "\(error.confidence)",
        ] + (box ?? ["", "", "", ""]) + provenance.fields
      }
  }

  private static let columns = [
    "rank", "path", "path_base64", "sha256", "labelled", "answered", "confidence", "box_x", "box_y",
    "box_width",
    "box_height",
  ]

  /// Reads such a table; `file` is what it is called in errors and on the screen.
  public static func list(_ bytes: [UInt8], file: String) throws(DataError) -> ErrorList {
    let table = try CSVTable(bytes, file: file)
    var places: [String: Int] = [:]
    // Without the bytes of odd names, or without ranks, such a table is as good.
    for column in columns + ["model_id", "model_sha256"]
    where !["rank", "path_base64"].contains(column) {
      places[column] = try table.requiredPlace(of: column)
    }
    places["path_base64"] = table.place(of: "path_base64")
    var errors: [Misclassification] = []
    var model: ModelIdentity?
    for row in table.rows {
      func text(_ column: String) -> String { places[column].map { row.fields[$0].trimmed } ?? "" }
      func number<Value: LosslessStringConvertible>(_ column: String) throws(DataError) -> Value {
        guard let value = Value(text(column)) else {
          throw .notANumber(file: file, line: row.line, column: column, text: text(column))
        }
        return value
      }
      // A name that is no text stands in its bytes besides.
      let path =
        Data(base64Encoded: text("path_base64")).flatMap {
          $0.isEmpty ? nil : ImagePath(bytes: Array($0))
        }
        ?? ImagePath(text("path"))
      guard !path.bytes.isEmpty else { throw .noPath(file: file, line: row.line) }
      var box: Box?
      if !text("box_x").isEmpty {
        let found = Box(
          x: try number("box_x"), y: try number("box_y"), width: try number("box_width"),
          height: try number("box_height"))
        guard found.width > 0, found.height > 0 else { throw .emptyBox(file: file, line: row.line) }
        box = found
      }
      let confidence: Double = try number("confidence")
      guard (0...1).contains(confidence) else {
        throw .notANumber(
          file: file, line: row.line, column: "confidence", text: text("confidence"))
      }
      errors.append(
        Misclassification(
          image: path, imageSHA256: text("sha256"), box: box,
          labelled: Label(rawValue: text("labelled")),
          answered: text("answered").isEmpty ? nil : Label(rawValue: text("answered")),
          confidence: confidence))
      model = model ?? ModelIdentity(id: text("model_id"), sha256: text("model_sha256"))
    }
    return ErrorList(name: file, model: model, errors: errors)
  }
}
