import Analysis
import ArgumentParser
import Directories
import Evaluation
import Foundation
import Review
import Settings
import Store

/// `hematovision models plan`: the rule by which a new model will be let in, before it is trained.
struct ModelsPlanCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan",
    abstract: "Set the rule for a new model, before it is trained, in a file and in the log.",
    discussion: """
      DATA are pictures that the new model shall never see: a manifest or a directory with a folder a class, as \
      for evaluate. What is in them and who they are is fixed by their hash. The current model is the one in use.
      """)

  @Argument(help: "Held-out pictures with their classes.", completion: .file())
  var data: String

  @OptionGroup var selected: SelectionOptions

  @Option(help: "The file that the rule is written to.")
  var output: String

  @Option(help: "Percentage points that the recall of any class may fall.")
  var margin = 2.0

  @Option(help: "How sure it must be that the new model is right more often, in per cent.")
  var confidence = 95.0

  @OptionGroup var log: LogOption
  @OptionGroup var model: ModelOption

  func validate() throws {
    guard (0...50).contains(margin) else {
      throw ValidationError("--margin takes percentage points from 0 to 50")
    }
    guard confidence >= 50, confidence < 100 else {
      throw ValidationError("--confidence takes per cent from 50 to below 100, such as 95")
    }
  }

  func run() throws {
    let configuration = try Opening.configuration(log: log.path, model: model.path)
    let current = try Opening.modelFile(of: configuration)
    let classes = current.header.classes
    let heldOut = try HeldOut(
      data, boxes: selected.boxes, split: selected.split, sources: selected.sources,
      classes: classes)
    guard DirectoryScan.resolved(output) == nil else {
      throw Failure(Messages.notice(for: .alreadyExists(file: output), what: "the rule"))
    }
    let absolute = { (path: String) in Locations.absolute(path) }
    let plan = GatePlan(
      data: absolute(data), split: selected.split, sources: selected.sources,
      boxes: heldOut.labelled.boxesFile.map(absolute), images: heldOut.images.count,
      dataSHA256: heldOut.sha256OfData(classes), current: current.identity,
      marginPoints: margin, confidence: confidence / 100)
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    let text = Array(try encoder.encode(plan)) + [UInt8(ascii: "\n")]
    do throws(StoreError) {
      let log = try Opening.log(configuration)
      try log.appendAlone(.gatePlanned(plan))
      try ExportFile.write(to: output, overwrite: false) { (sink) throws(StoreError) in
        try sink.append(text)
      }
      try log.close()
    } catch {
      throw Failure(Messages.notice(for: error, what: "the rule"))
    }
    let counts = Dictionary(grouping: heldOut.images, by: { $0.truth ?? 0 }).mapValues(\.count)
    print("\(plan.images) held-out pictures, SHA-256 \(plan.dataSHA256):")
    for place in classes.indices {
      let count = counts[place] ?? 0
      // With fewer, one picture is more than the margin.
      let warning =
        count > 0 && 100 / Double(count) > margin ? "  one picture is more than the margin" : ""
      if count > 0 { print("  \(safeForTerminal(classes[place].code)) \(count)\(warning)") }
    }
    print(
      "A new model is adopted when no class's recall falls by more than \(margin) points and it is right more "
        + "often with \(confidence) % confidence (McNemar's exact test, one-sided).")
    print(
      "The rule is in \(safeForTerminal(output)) and in the log. Train now, then: "
        + "hematovision models adopt MODEL --plan \(safeForTerminal(output))")
  }
}
