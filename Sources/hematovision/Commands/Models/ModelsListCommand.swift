import Analysis
import ArgumentParser
import Foundation
import Review
import Settings

/// `hematovision models list`: the shipped model and the laboratory's own.
struct ModelsListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the models; the one in use has a mark.")

  func run() throws {
    let shelf = try ModelShelf()
    let configuration = try Opening.configuration()
    let inUse = try configuration.weightsFile
    var shown: Set<String> = []
    func line(_ path: String, _ note: String) {
      guard shown.insert(path).inserted else { return }
      let mark = path == inUse.value ? "*" : " "
      do {
        let model = try ModelFile(path: path)
        print(
          "\(mark) \(safeForTerminal(model.identity.id))  \(model.identity.sha256.prefix(12))  "
            + "\(model.header.classes.count) classes  \(note)  \(safeForTerminal(path))")
      } catch {
        print("\(mark) unusable  \(safeForTerminal(Messages.notice(for: error).line))")
      }
    }
    line(configuration.shippedWeights.value, "shipped")
    for path in shelf.files {
      let place = shelf.history.lastIndex { "\(shelf.directory)/\($0.file)" == path }
      line(
        path,
        place == nil ? "no longer adopted" : path == shelf.current ? "adopted" : "adopted before")
    }
    for path in shelf.trained { line(path, "trained in the station") }
    line(inUse.value, "by \(inUse.origin)")
  }
}

/// `hematovision models show`: one model in full.
struct ModelsShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show a model: classes, thresholds, what it was trained on.")

  @Argument(help: "Weights file (default: the model in use).", completion: .file())
  var file: String?

  func run() throws {
    let configuration = try Opening.configuration()
    let path = try file ?? configuration.weightsFile.value
    let model = try file.map { try Opening.modelFile($0) } ?? Opening.modelFile(of: configuration)
    let calibration = model.header.calibration
    print("model     \(safeForTerminal(model.identity.id))")
    print("file      \(safeForTerminal(path))")
    print("SHA-256   \(model.identity.sha256)")
    print("base      \(model.baseSHA256)")
    for entry in model.header.classes {
      let core = entry.core ? ", suggested" : ", recognised and not suggested"
      print(
        "class     \(safeForTerminal(entry.code)) (\(safeForTerminal(entry.name)))\(core)"
          + (entry.countsInTotal ? ", counts in the total" : ", counts apart"))
    }
    print(
      "answers   temperature \(calibration.temperature), unsure below \(calibration.uncertainBelow), "
        + "outside above \(calibration.outsideAbove)")
    if model.header.nucleusForm != nil {
      print("          where unsure, lobes and roundness of the nucleus are weighed in")
    }
    guard let text = model.header.training else {
      print("training  the file does not say")
      return
    }
    if let claim = TrainingClaim(text) {
      print(
        "training  \(claim.trainedOn.count) pictures, data \(claim.dataSHA256), seed \(claim.seed)")
    }
    print("          \(safeForTerminal(text))")
  }
}
