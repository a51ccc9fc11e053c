import Evaluation
import Foundation
import Imaging
import Morphology
import Review
import Station

/// Holds what the program makes of masked images against their masks.
struct SegmentationTest: Sendable {
  let labelled: LabelledData
  let threads: Int

  /// Names of the files that the report goes into.
  static let files = ["report.txt", "report.json", "cells.csv", SegmentationReport.pictureName]

  func run(_ images: [LabelledImage]) -> [ScoredSegmentation] {
    var progress = ProgressLine(total: images.count)
    var scored: [ScoredSegmentation] = []
    OrderedWork(count: images.count, threads: threads) { { score(images[$0]) } }.forEach { result in
      if case .unreadable(let notice) = result.outcome { progress.note(notice) }
      scored.append(result)
      progress.advance()
    }
    progress.finish(failures: scored.count(where: \.isUnreadable))
    return scored
  }

  private func score(_ image: LabelledImage) -> ScoredSegmentation {
    var file = labelled.place(of: image)
    do throws(ImageError) {
      let picture = try ImageDecoder.decode(try ImageFile.read(path: file.bytes))
      let cells = CellSegmentation.segment(CellFinder.find(in: picture).map(\.box), in: picture)
      guard let path = image.mask else {
        return ScoredSegmentation(image, cells, in: picture, mask: nil)
      }
      file = labelled.place(of: path)
      let mask = try ImageDecoder.decode(try ImageFile.read(path: file.bytes))
      guard mask.bounds == picture.bounds else {
        return ScoredSegmentation(
          image, unreadable: Messages.maskOfOtherSize(file, mask: mask, picture: picture))
      }
      return ScoredSegmentation(image, cells, in: picture, mask: mask)
    } catch {
      return ScoredSegmentation(image, unreadable: Messages.notice(for: error, image: file))
    }
  }
}
