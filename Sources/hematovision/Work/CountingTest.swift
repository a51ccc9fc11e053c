import Analysis
import Evaluation
import Foundation
import Imaging
import Morphology
import Review
import Station

/// Counts red cells and platelets in pictures in which somebody drew them.
struct CountingTest: Sendable {
  private let labelled: LabelledData
  private let identity: ModelIdentity
  private let threads: Int
  private let platelets: [ImagePath: [DrawnBox]]

  /// The kind of boxes that the labelled images must hold: their `boxes` are red cells.
  static let kind = "RBC"
  /// Names of the files that the report goes into.
  static let files = ["report.txt", "report.json", "cells.csv", "worst.png"]

  /// Reads the boxes of platelets from the table that the labelled images' boxes came from.
  init(labelled: LabelledData, identity: ModelIdentity, threads: Int) throws {
    self.labelled = labelled
    self.identity = identity
    self.threads = threads
    guard let file = labelled.boxesFile else {
      throw Failure(
        Notice(
          what: "no red cell can be counted", why: "nobody drew boxes for these images",
          cure: "Name a table with the columns path, kind, xmin, ymin, xmax, ymax by --boxes"))
    }
    platelets = try LabelledData.read(file) { (bytes) throws(DataError) in
      try BoxTable.boxes(bytes, file: file, names: ClassNames([]), kind: "PLATELETS")
    }
  }

  /// Counts in images whose red cells were drawn.
  func run(_ images: [LabelledImage]) -> [CountedImage] {
    var progress = ProgressLine(total: images.count)
    var counted: [CountedImage] = []
    OrderedWork(count: images.count, threads: threads) { return { count(images[$0]) } }
      .forEach { result in
        if case .failure(let notice) = result.outcome { progress.note(notice) }
        counted.append(result)
        progress.advance()
      }
    progress.finish(
      failures: counted.count { if case .failure = $0.outcome { true } else { false } })
    return counted
  }

  func report(_ counted: [CountedImage], _ data: DataSummary) -> CountingReport {
    CountingReport(
      counted, data: data,
      provenance: .now(identity))
  }

  /// The pictures of the worst cases; none of a file that went away since.
  func pictures(of worst: [CountingReport.WorstCount]) -> [RGBImage?] {
    worst.map { each in
      guard let bytes = try? ImageFile.read(path: labelled.place(of: each.image).bytes) else {
        return nil
      }
      return try? ImageDecoder.decode(bytes)
    }
  }

  private func count(_ image: LabelledImage) -> CountedImage {
    let boxes: [CountedKind: [DrawnBox]] = [
      .redCells: image.boxes, .platelets: platelets[image.path] ?? [],
    ]
    let place = labelled.place(of: image)
    do {
      let picture = try ImageDecoder.decode(try ImageFile.read(path: place.bytes))
      let whiteCells = CellSegmentation.segment(
        CellFinder.find(in: picture).map(\.box), in: picture)
      let field = FieldMeasurement(picture, whiteCells: whiteCells)
      return CountedImage(
        image, drawn: boxes,
        outcome: .success(
          CountedImage.Found(
            boxes: [
              .redCells: field.redCells.map(\.box),
              .platelets: field.platelets.map { Box($0.box) },
            ], suitability: field.quality.suitability.rawValue)))
    } catch {
      return CountedImage(
        image, drawn: boxes, outcome: .failure(Messages.notice(for: error, image: place)))
    }
  }
}
