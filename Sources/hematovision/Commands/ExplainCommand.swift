import Analysis
import ArgumentParser
import Evaluation
import Foundation
import Imaging
import Morphology
import Review
import Screen
import Station
import Store

/// `hematovision explain IMAGE`: where the model looked.
struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Show where in each cell the model saw what speaks for a class (Grad-CAM).",
    discussion: """
      Each found cell is explained for the class that is suggested, or for --class. The heat shows \
      where the evidence lies, not whether it is right; Accuracy.md says how far it can be believed.

      Exit status: 0 all done, 1 an image could not be read or has no cell, or a cell has no heat to \
      show (the others are done), 2 usage, 3 cannot work.
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable { case text, jsonl }

  @Argument(help: "JPEG or PNG files.", completion: .file())
  var images: [String]

  @Option(name: .customLong("class"), help: "Explain this class instead of the suggested one.")
  var className: String?

  @Option(help: "Write the picture with its heat into this PNG file (one image only).")
  var output: String?

  @Flag(help: "Replace the output file when it exists.")
  var force = false

  @Option(help: "How to print: text or jsonl (with the map's numbers).")
  var format: Format = .text

  @OptionGroup var model: ModelOption

  func validate() throws {
    if output != nil, images.count > 1 {
      throw ValidationError("--output takes one image: a file holds one picture")
    }
  }

  func run() throws {
    let model = try Opening.model(Opening.configuration(model: model.path))
    let names = ClassNames(model.header.classes)
    let wanted = try className.map { try label(called: $0, names) }
    if let output, !force, FileManager.default.fileExists(atPath: output) {
      throw Failure(Messages.notice(for: .alreadyExists(file: output), what: "the output"))
    }
    let analyzer = Analyzer(model)
    let writer = ExplanationWriter(format: format, model: model)
    do {
      let sink = ExportSink(descriptor: 1, file: "the standard output")
      try sink.append(Array(writer.header.utf8))
      var isWhole = true
      for name in images {
        let image = ImagePath(name)
        do {
          let bytes = try ImageFile.read(path: image.bytes)
          let explained = try ExplainedImage(bytes, image, analyzer, wanted: wanted)
          try sink.append(Array(writer.text(of: explained).utf8))
          try sink.flush()
          isWhole = isWhole && explained.isWhole
          if let output { try write(explained, to: output, writer) }
        } catch let error as ImageError {
          StandardError.write(Messages.notice(for: error, image: image))
          isWhole = false
        }
      }
      if !isWhole { throw ExitCode.someFailed }
    } catch let error as StoreError {
      throw Failure(Messages.notice(for: error, what: "the output"))
    }
  }

  private func label(called name: String, _ names: ClassNames) throws -> Label {
    guard let place = names.place(of: name) else {
      throw Failure(
        Notice(
          what: "the class \(name)", why: "the model has none of this name",
          cure: "Name one of \(names.classes.map(\.code).joined(separator: ", "))"),
        exitCode: .usage)
    }
    return names.classes[place].label
  }

  private func write(
    _ explained: ExplainedImage, to output: String, _ writer: ExplanationWriter
  ) throws {
    guard explained.cells.contains(where: { $0.explanation.grid != nil }) else {
      StandardError.write(
        Notice(
          what: "\(output) is not written",
          why: explained.cells.isEmpty
            ? "no white cell was found in \(explained.image.lossyText)"
            : "no cell of \(explained.image.lossyText) has any heat",
          cure: explained.cells.isEmpty
            ? "Look at the picture with hematovision review" : "Ask for another --class"))
      return
    }
    let picture = HeatPicture(
      explained.picture,
      cells: explained.cells.enumerated().map { place, cell in
        HeatPicture.Cell(cell.explanation, line: writer.line(of: cell, number: place + 1))
      },
      tint: heatTint
    ).drawn(signed: [
      explained.image.fileName.lossyText, "\(writer.model.identity.id), \(Application.identity)",
      researchUseNotice,
    ])
    let bytes = try ImageEncoder.png(
      picture,
      remark: "\(researchUseNotice) Grad-CAM of \(explained.image.fileName.lossyText), "
        + "SHA-256 \(explained.sha256), by \(writer.model.identity.id), SHA-256 "
        + "\(writer.model.identity.sha256), \(Application.identity), \(now().utcText)")
    try ExportFile.write(to: output, overwrite: force) { (sink) throws(StoreError) in
      try sink.append(bytes)
    }
  }
}

/// The colour of a pixel seen through a heat 0...1, as the station shows it.
func heatTint(_ pixel: SIMD3<UInt8>, _ heat: Float) -> SIMD3<UInt8> {
  let seen = HeatRamp.tinted(RGB(pixel.x, pixel.y, pixel.z), heat: heat)
  return SIMD3(seen.red, seen.green, seen.blue)
}

/// An image's cells, each explained for one class.
struct ExplainedImage {
  struct Cell {
    let suggestion: Suggestion
    let explanation: Explanation
  }

  let image: ImagePath
  let sha256: String
  let picture: RGBImage
  let cells: [Cell]

  /// Finds the cells of a file's bytes; each is explained for `wanted`, or for what is suggested.
  init(
    _ bytes: [UInt8], _ image: ImagePath, _ analyzer: Analyzer, wanted: Label?
  ) throws(ImageError) {
    self.image = image
    sha256 = Analysis.sha256(of: bytes)
    let picture = try ImageDecoder.decode(bytes)
    self.picture = picture
    cells = CellFinder.find(in: picture).compactMap { found in
      let box = Box(found.box)
      let (suggestion, all) = analyzer.explanations(of: box, in: picture)
      return all.first { $0.label == wanted ?? suggestion.label }
        .map { Cell(suggestion: suggestion, explanation: $0) }
    }
  }

  /// Whether there are cells and each has heat.
  var isWhole: Bool { !cells.isEmpty && cells.allSatisfy { $0.explanation.grid != nil } }
}
