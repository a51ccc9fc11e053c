import Analysis
import ArgumentParser
import Engine
import Evaluation
import Foundation
import Review
import Settings
import Station
import Store
import Training

/// `hematovision train`: a new head for the network from the laboratory's own labelled cells.
struct TrainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train",
    abstract: "Train a new head on your own labelled cells, in a minute, without other programs.",
    discussion: """
      DATA is a directory with a folder for each class, a manifest (CSV, as `evaluate` reads it), or a review log: \
      then the cells that were answered, in the boxes as they were left. The network's base stays as it is; its \
      features are computed once and kept in the cache directory.

      Cells are divided 70:15:15 into training, validation and test, whole groups together (the manifest's column \
      `group`, the slide, the picture), or as a manifest's column `split` says (train, val, test). The model \
      goes to --output, for `review`, `classify`, `evaluate` and `explain --model`; beside it, in a directory \
      OUTPUT-report, how it was trained: report.txt, report.json, the split in cells.csv, curves as pictures. \
      Ctrl-C while it trains keeps the best so far. Of a log, pictures that its rule for a new model holds out \
      (`models plan`) are left out. The same data, options and seed give the same bytes.

      Exit status: 0 a model was written, 2 usage, 3 the data or something else does not allow it.
      """)

  @Argument(
    help: "Directory with a folder a class, manifest (CSV), or review log.", completion: .file())
  var data: String

  @Option(help: "Write the model to this file.", completion: .file(extensions: ["safetensors"]))
  var output: String

  @Option(help: "Give the head a hidden layer of so many outputs, an even number from 2 to 1024.")
  var hidden: Int?

  @Option(help: "Share of the hidden layer left out in each step, 0 to 0.9 (default: 0.3).")
  var dropout: Double?

  @Option(help: "How hard weights are pulled to where they began.")
  var l2: Double = TrainingOptions().l2

  @Option(help: "At most so many epochs.")
  var epochs: Int = TrainingOptions().epochs

  @Option(
    help:
      "Look at each cell in use from so many sides and average: 1, or 8, of which four see it closer."
  )
  var views = TrainingRun.usualViews.plain

  @Option(help: "Augmented views of each cell in training: turned, zoomed, recoloured, restained.")
  var augmented = TrainingRun.usualViews.augmented

  @Option(help: "Seed of every drawing.")
  var seed: UInt64 = 1

  @Option(
    help:
      "A class outside of what is told apart: a suggestion of it is never `ok` (may be repeated).")
  var outside: [String] = []

  @OptionGroup var selected: SelectionOptions

  @OptionGroup var jobs: JobsOption

  @OptionGroup var model: ModelOption

  func validate() throws {
    if let hidden, !WeightsFile.hiddenCounts.contains(hidden) || !hidden.isMultiple(of: 2) {
      throw ValidationError("--hidden takes an even number from 2 to 1024")
    }
    if dropout != nil, hidden == nil {
      throw ValidationError(
        "--dropout leaves out parts of a hidden layer: ask for one with --hidden")
    }
    if let dropout, !(0...0.9).contains(dropout) {
      throw ValidationError("--dropout takes a number from 0 to 0.9")
    }
    guard (0...1000).contains(l2) else {
      throw ValidationError("--l2 takes a number from 0 to 1000")
    }
    guard (1...1000).contains(epochs) else {
      throw ValidationError("--epochs takes a number from 1 to 1000")
    }
    guard [1, 8].contains(views) else { throw ValidationError("--views takes 1 or 8") }
    guard (0...64).contains(augmented) else {
      throw ValidationError("--augmented takes a number from 0 to 64")
    }
  }

  func run() throws {
    let configuration = try Opening.configuration(model: model.path)
    let file = try Opening.modelFile(of: configuration)
    let base = Model(file, kernels: try Opening.kernels())
    let desk = try Opening.desk(model: base.header.classes)
    let files = try TrainedFiles(model: output)
    let data = try LearningData(
      .init(
        data: data, boxes: selected.boxes, split: selected.split, sources: selected.sources,
        model: base.identity, base: base.header.classes, known: desk.classes, outside: outside))
    var options = TrainingOptions()
    options.hidden = hidden
    options.dropout = dropout ?? options.dropout
    options.l2 = l2
    options.epochs = epochs
    options.seed = seed
    let result = try ShownTraining.run { follower in
      try TrainingRun(
        base: file, model: base, data: data, dataName: self.data, options: options,
        plainViews: views, augmentedViews: augmented, threads: jobs.threads, follower: follower
      ).run()
    }
    try files.write(model: result.bytes)
    let written = Result { try files.write(result.report) }
    FileHandle.standardOutput.write(Data(linesForTerminal(result.report.text).utf8))
    StandardError.write(
      "model in \(safeForTerminal(output)), report in \(safeForTerminal(files.reportDirectory))\n")
    try written.get()
  }
}
