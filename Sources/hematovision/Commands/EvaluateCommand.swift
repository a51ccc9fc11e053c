import Analysis
import ArgumentParser
import Directories
import Evaluation
import Foundation
import Review
import Station
import Store

/// `hematovision evaluate`: how good the model is on images whose classes are known.
struct EvaluateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate",
    abstract: "Measure how well the model labels your own labelled images.",
    discussion: """
      DATA is a manifest, a CSV file with the columns `path` and `class` (and perhaps `source`, \
      `split`, `group`), whose paths are relative to its own folder; or a directory with a folder \
      for each class, called by the class's code, name or short code; or a review log, whose \
      answered cells are asked about in their boxes.

      A report of all figures goes to the standard output, and with --output into files: \
      report.txt, report.json, cells.csv (every image with its answer), confusion-matrix.csv, \
      pictures, and errors.csv: the errors, the surest first. `hematovision review errors.csv` \
      shows them.

      Exit status: 0 all images done, 1 some were unreadable (the others are done), 2 usage, \
      3 cannot work.
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable { case text, json }

  @Argument(
    help: "Manifest (CSV), directory with a folder a class, or review log.", completion: .file())
  var data: String

  @OptionGroup var selected: SelectionOptions

  @Option(help: "Write report, table and pictures into this directory.")
  var output: String?

  @Option(help: "How to print: text or json.")
  var format: Format = .text

  @OptionGroup var jobs: JobsOption

  @Flag(help: "Measure how far explanations (Grad-CAM) can be believed, instead of labels.")
  var explain = false

  @Flag(help: "Measure how well nuclei and cells are outlined, on images with masks or boxes.")
  var segmentation = false

  @Flag(help: "Measure how well red cells and platelets are counted, instead of labels.")
  var counting = false

  @OptionGroup var model: ModelOption

  func validate() throws {
    if [explain, segmentation, counting].count(where: { $0 }) > 1 {
      throw ValidationError(
        "--explain, --segmentation and --counting are reports of their own: ask for one")
    }
  }

  func run() throws {
    let model = try Opening.model(Opening.configuration(model: model.path))
    let classes = model.header.classes
    if AnsweredCells.isLog(data) { return try reviewed(model) }
    let labelled = try LabelledData(
      data, boxes: selected.boxes, kind: counting ? CountingTest.kind : "WBC",
      names: ClassNames(classes))
    let selection: Selection
    do {
      selection = try Selection(
        labelled.images, data: data, boxes: labelled.boxesFile, split: selected.split,
        sources: selected.sources)
    } catch {
      throw Failure(Messages.notice(for: error))
    }
    guard !selection.images.isEmpty else {
      throw Failure(Messages.nothingSelected(data))
    }
    // Refused now rather than after an hour's work.
    if counting { return try counts(selection, labelled, model) }
    if explain { return try explanations(selection, labelled, model) }
    if segmentation { return try outlines(selection, labelled, model) }
    let output = try labelsOutput()
    let scored = score(selection.images, labelled, model)
    guard scored.contains(where: { $0.failure == nil }) else {
      throw Failure(Messages.nothingRead(scored.count))
    }
    try report(scored, selection.summary, model, output, place: labelled.place)
  }

  /// The answered cells of a review log.
  private func reviewed(_ model: Model) throws {
    guard !explain, !segmentation, !counting, selected.isEmpty else {
      throw Failure(Messages.onlyLabels(ofLog: data))
    }
    let output = try labelsOutput()
    let answered = try AnsweredCells(log: data)
    let (summary, scored) = ReviewedTest(answered, model: model, threads: jobs.threads).run(
      log: data)
    guard !scored.isEmpty else {
      throw Failure(Messages.nothingToHoldAgainst(log: data, summary))
    }
    try report(scored, summary, model, output, place: \.path)
  }

  private func labelsOutput() throws -> EvaluationOutput? {
    try output.map { try EvaluationOutput($0, names: EvaluationOutput.labels) }
  }

  private func report(
    _ scored: [ScoredImage], _ summary: DataSummary, _ model: Model, _ output: EvaluationOutput?,
    place: (LabelledImage) -> ImagePath
  ) throws {
    let provenance = Provenance.now(model.identity)
    let report = EvaluationReport(
      scored, data: summary, classes: model.header.classes, provenance: provenance)
    try finish(
      report.textForTerminal, json: report.json, failures: scored.count { $0.failure != nil }
    ) {
      guard let output else { return }
      let errors = ErrorTable.errors(scored, classes: model.header.classes) {
        Self.asTheStationNamesIt(place($0))
      }
      try output.write(report, scored, errors)
      let count = errors.count
      StandardError.write(
        "\(count.counted("error"))\(count == 0 ? "" : ", the surest first"): "
          + "hematovision review \(safeForTerminal(output.errorsFile))\n")
    }
  }

  /// A picture's path with the links of its directory resolved: by this the log knows it.
  private static func asTheStationNamesIt(_ path: ImagePath) -> ImagePath {
    DirectoryScan.resolved(path.directory)?.appending(path.fileName)
      ?? ImagePath(Locations.absolute(path.lossyText))
  }

  /// `--counting`: how well red cells and platelets are counted.
  private func counts(_ selection: Selection, _ labelled: LabelledData, _ model: Model) throws {
    let test = try CountingTest(
      labelled: labelled, identity: model.identity,
      threads: jobs.threads)
    let drawn = selection.images.filter { !$0.boxes.isEmpty }
    guard !drawn.isEmpty else {
      throw Failure(
        Messages.noBoxes(of: data, in: labelled.boxesFile ?? "", kind: CountingTest.kind))
    }
    let output = try output.map { try EvaluationOutput($0, names: CountingTest.files) }
    let counted = test.run(drawn)
    let report = test.report(counted, selection.summary)
    guard report.unreadable.count < counted.count else {
      throw Failure(Messages.nothingRead(report.unreadable.count))
    }
    let text = linesForTerminal(report.text)
    try finish(text, json: report.json, failures: report.unreadable.count) {
      try output?.write(
        json: report.json, rows: report.rows(counted),
        pictures: CountingSheet.pictures(of: report, test.pictures(of: report.worst)), text: text)
    }
  }

  /// `--explain`: how far explanations can be believed.
  private func explanations(
    _ selection: Selection, _ labelled: LabelledData, _ model: Model
  ) throws {
    let output = try output.map { try EvaluationOutput($0, names: ExplanationTest.files) }
    let test = ExplanationTest(
      model: model, labelled: labelled,
      threads: jobs.threads)
    // A class is needed to know which cell speaks for the image.
    let tested = test.run(selection.images.filter { $0.truth != nil })
    let report = test.report(tested, selection.summary)
    guard report.unreadable.count < tested.count else {
      throw Failure(Messages.nothingRead(report.unreadable.count))
    }
    let text = linesForTerminal(report.text)
    try finish(text, json: report.json, failures: report.unreadable.count) {
      try output?.write(
        json: report.json, rows: report.rows(tested, classes: model.header.classes),
        pictures: report.pictures
          + WorstSheet.pictures(of: report, test.crops(of: report.worst)), text: text)
    }
  }

  /// `--segmentation`: how well nuclei and cells are outlined.
  private func outlines(
    _ selection: Selection, _ labelled: LabelledData, _ model: Model
  ) throws {
    let masked = selection.images.filter { $0.mask != nil || !$0.boxes.isEmpty }
    guard !masked.isEmpty else { throw Failure(Messages.noMask(data)) }
    let output = try output.map { try EvaluationOutput($0, names: SegmentationTest.files) }
    let scored = SegmentationTest(
      labelled: labelled, threads: jobs.threads
    ).run(masked)
    let report = SegmentationReport(
      scored, data: selection.summary,
      provenance: .now(model.identity))
    guard report.unreadable.count < scored.count else {
      throw Failure(Messages.nothingRead(report.unreadable.count))
    }
    let text = linesForTerminal(report.text)
    try finish(text, json: report.json, failures: report.unreadable.count) {
      try output?.write(
        json: report.json, rows: report.rows(scored), pictures: report.pictures(scored), text: text)
    }
  }

  /// Writes the files, prints the report, and ends with 1 where images failed. A full disk must not lose the figures,
  /// nor a reader that stops early the files.
  private func finish(
    _ text: String, json: String, failures: Int, _ write: () throws -> Void
  ) throws {
    let written = Result { try write() }
    try Self.print(format == .json ? json : text)
    try written.get()
    if failures > 0 { throw ExitCode.someFailed }
  }

  private static func print(_ text: String) throws {
    do {
      let sink = ExportSink(descriptor: 1, file: "the standard output")
      try sink.append(Array(text.utf8))
      try sink.flush()
    } catch {
      throw Failure(
        Notice(
          what: "the figures cannot be printed", why: Messages.notice(for: error).why,
          cure: "Print them elsewhere, or write files with --output"))
    }
  }

  private func score(
    _ images: [LabelledImage], _ labelled: LabelledData, _ model: Model
  ) -> [ScoredImage] {
    var progress = ProgressLine(total: images.count)
    var scored: [ScoredImage] = []
    let classification = OrderedClassification(
      model: model, images: images.map(labelled.place),
      threads: jobs.threads)
    classification.forEach { result in
      let image = images[scored.count]
      var outcome = result.outcome
      if case .failed(let notice) = outcome {
        let told = Messages.unreadable(image, at: result.image, because: notice)
        progress.note(told)
        outcome = .failed(told)
      }
      scored.append(ScoredImage(image, outcome: outcome))
      progress.advance()
    }
    progress.finish(failures: scored.count { $0.failure != nil })
    return scored
  }
}
