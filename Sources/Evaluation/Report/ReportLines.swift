import Review

/// Lines that the reports have in common.
enum ReportLines {
  /// A fact with its name before it.
  static func entry(_ name: String, _ text: String) -> [String] {
    wrapped(text, first: name.padded(to: 10), indent: "          ")
  }

  /// The split and the sources that were chosen; `split` says more of the former where there is more to say.
  static func chosen(_ data: DataSummary, split: String? = nil) -> [String] {
    entry("Split", split ?? data.split.map { "only \($0)" } ?? "all together")
      + entry(
        "Sources", data.sources.isEmpty ? "all" : "only \(data.sources.joined(separator: ", "))")
  }

  /// The model that answered.
  static func model(_ provenance: Provenance) -> [String] {
    entry("Model", provenance.modelID) + ["          SHA-256 \(provenance.modelSHA256)"]
  }

  /// The program, and when it was run.
  static func program(_ provenance: Provenance) -> [String] {
    entry("Program", provenance.application) + entry("Date", provenance.date)
  }

  /// Images that could not be read, each with the cure, after an empty line; nothing where there are none.
  static func unreadable(
    _ images: [EvaluationReport.Unreadable], title: String = "UNREADABLE IMAGES"
  ) -> [String] {
    guard !images.isEmpty else { return [] }
    return ["", title]
      + images.flatMap {
        ["  \($0.path)"] + wrapped("\($0.why). \($0.cure).", first: "      ", indent: "      ")
      }
  }
}

extension EvaluationReport.Unreadable {
  /// An image that could not be read, as its notice has it.
  init(_ image: LabelledImage, _ notice: Notice) {
    self.init(path: image.path.lossyText, why: notice.why, cure: notice.cure)
  }
}
