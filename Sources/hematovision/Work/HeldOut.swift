import Analysis
import Evaluation
import Foundation
import Imaging
import Review

/// The held-out pictures of a rule, as they are on the disk now.
struct HeldOut {
  let labelled: LabelledData
  /// Those with a class of the model.
  let images: [LabelledImage]
  /// SHA-256 of each, in their order.
  let contents: [String]

  /// Reads every picture of the data that has a class of the model.
  init(
    _ data: String, boxes: String?, split: String?, sources: [String], classes: [CellClass]
  ) throws {
    labelled = try LabelledData(data, boxes: boxes, names: ClassNames(classes))
    let selection: Selection
    do {
      selection = try Selection(
        labelled.images, data: data, boxes: labelled.boxesFile, split: split, sources: sources)
    } catch {
      throw Failure(Messages.notice(for: error))
    }
    images = selection.images.filter { $0.truth != nil }
    guard !images.isEmpty else { throw Failure(Messages.nothingSelected(data)) }
    var contents: [String] = []
    for image in images {
      let place = labelled.place(of: image)
      do {
        contents.append(sha256(of: try ImageFile.read(path: place.bytes)))
      } catch {
        throw Failure(Messages.notice(for: error, image: place))
      }
    }
    self.contents = contents
  }

  /// SHA-256 over the contents and classes; where the pictures lie and in which order does not matter.
  func sha256OfData(_ classes: [CellClass]) -> String {
    let lines = zip(contents, images).map { content, image in
      "\(content) \(image.truth.map { classes[$0].code } ?? "")\n"
    }
    return sha256(of: Array(lines.sorted().joined().utf8))
  }
}
