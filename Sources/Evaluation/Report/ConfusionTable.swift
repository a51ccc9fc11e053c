extension Confusion {
  /// The counts as a table for other programs: a row for each class of the model, whether it occurs or not, and a
  /// column for each answer; the header first, fields as plain text.
  public func rows(_ provenance: Provenance) -> [[String]] {
    [["true"] + codes + ["no_cell"] + Provenance.columns]
      + zip(codes, counts).map { code, row in
        [code] + row.map { "\($0)" } + provenance.fields
      }
  }
}

extension Provenance {
  /// What a table's rows end with, and what it is called.
  static let columns = ["model_id", "model_sha256", "app_version", "evaluated_at", "ruo_notice"]
  var fields: [String] { [modelID, modelSHA256, application, date, notice] }
}
