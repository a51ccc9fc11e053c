import Directories
import Evaluation
import Foundation
import Imaging
import Review

extension Messages {
  private static let cannot = "the model cannot be evaluated"

  static func unreadable(_ path: String, code: Int32, cure: String) -> Notice {
    Notice(what: "\(path) cannot be read", why: system(code), cure: cure)
  }

  static func notice(for error: DataError) -> Notice {
    let (why, cure) = parts(of: error)
    return Notice(what: "the table cannot be used", why: why, cure: cure)
  }

  private static func parts(of error: DataError) -> (why: String, cure: String) {
    switch error {
    case .notText(let file, let line):
      ("\(file):\(line): this is no UTF-8 text", "Save the table as CSV in UTF-8")
    case .brokenQuotes(let file, let line):
      ("\(file):\(line): a quote has no end, or text after it", "Mend that line")
    case .missingColumn(let file, let column, let found):
      (
        "\(file) has no column `\(column)` (its header: \(found.joined(separator: ", ")))",
        "Give the first line the names of the columns, `\(column)` among them"
      )
    case .repeatedColumn(let file, let column):
      ("\(file) has two columns `\(column)`", "Take one out, or rename it")
    case .wrongFieldCount(let file, let line, let expected, let found):
      (
        "\(file):\(line): \(found) fields where the header has \(expected)",
        "Mend that line; a name with a comma in it goes in quotes"
      )
    case .empty(let file):
      ("\(file) has no rows", "Write a header and a row for each image")
    case .noPath(let file, let line):
      ("\(file):\(line): the row names no image", "Write the image's path, or take the row out")
    case .repeatedPath(let file, let line, let path, let first):
      (
        "\(file):\(line): \(path) has a row already, line \(first)",
        "Keep one row an image; for several cells in one, write the class MULTI"
      )
    case .notANumber(let file, let line, let column, let text):
      ("\(file):\(line): \(column) is `\(text)`, no number", "Write a number of pixels")
    case .emptyBox(let file, let line):
      (
        "\(file):\(line): the box has no area",
        "xmax must be more than xmin, and ymax more than ymin"
      )
    }
  }

  static func notice(for error: SelectionError) -> Notice {
    func parts(_ what: String, _ name: String, _ there: [String]) -> Notice {
      Notice(
        what: cannot, why: "no image has the \(what) \(name)",
        cure: there.isEmpty
          ? "The data names none: leave --\(what) out, or give the manifest a column `\(what)`"
          : "There are: \(there.joined(separator: ", "))")
    }
    switch error {
    case .unknownSplit(let name, let available): return parts("split", name, available)
    case .unknownSource(let name, let available): return parts("source", name, available)
    }
  }

  /// A class written almost, but not quite, as the model's.
  static func slip(
    _ image: LabelledImage, data: String, meant: String, names: ClassNames
  ) -> Notice {
    let place = image.line.map { "\(data):\($0)" } ?? "the folder \(data)/\(image.className)"
    return Notice(
      what: cannot, why: "\(place): the model has no class `\(image.className)`",
      cure: "Did you mean \(meant)? The model's classes are \(list(names)); for any other cell "
        + "write OTHER")
  }

  static func noKnownClass(
    in data: String, images: [LabelledImage], names: ClassNames
  ) -> Notice {
    let found = Set(images.map(\.className)).sorted().prefix(6)
      .map { $0.isEmpty ? "(none)" : $0 }.joined(separator: ", ")
    let isFolder = images.first?.line == nil
    let manifest = DirectoryScan.resolved("\(data)/manifest.csv") != nil
    return Notice(
      what: cannot,
      why: "\(data): no image has a class of the model (\(isFolder ? "folders" : "classes"): "
        + "\(found))",
      cure: isFolder && manifest
        ? "There is a manifest in it: name \(data)/manifest.csv"
        : "Call the \(isFolder ? "folders" : "classes") as the model does: \(list(names))")
  }

  private static func list(_ names: ClassNames) -> String {
    names.classes.map { "\($0.code) (\($0.short))" }.joined(separator: ", ")
  }

  static func noBoxes(of data: String, in boxes: String, kind: String) -> Notice {
    Notice(
      what: cannot, why: "\(boxes) has no box of the kind \(kind) of any image of \(data)",
      cure: "Write the column `path` as it stands there, and `\(kind)` as the kind")
  }

  static func noImages(in directory: String) -> Notice {
    Notice(
      what: cannot, why: "\(directory): there is no JPEG or PNG file in it",
      cure: "Name a manifest, or a directory with a folder of images for each class")
  }

  /// An image by the name that the data gives it; one that is not there has most often a wrong path.
  static func unreadable(
    _ image: LabelledImage, at place: ImagePath, because notice: Notice
  ) -> Notice {
    let what = "\(image.path.lossyText) cannot be read"
    guard access(place.bytes.map { CChar(bitPattern: $0) } + [0], F_OK) != 0, errno == ENOENT,
      let line = image.line
    else { return Notice(what: what, why: notice.why, cure: notice.cure) }
    return Notice(
      what: what, why: "there is no file \(place.lossyText)",
      cure: "Mend the path in line \(line) of the manifest (it counts from the manifest's folder), "
        + "or put the file there")
  }

  static func nothingRead(_ count: Int) -> Notice {
    Notice(
      what: cannot, why: "none of the \(count) images could be read",
      cure: "Mend what is said above; a manifest's paths are relative to its own folder")
  }

  static func nothingSelected(_ data: String) -> Notice {
    Notice(
      what: cannot,
      why: "\(data): no image of that split and source has a class of the model, or boxes",
      cure: "Choose another --split or --source")
  }

  static func onlyLabels(ofLog log: String) -> Notice {
    Notice(
      what: cannot,
      why: "\(log) is a review log: it has answers, but no splits, sources, boxes or masks",
      cure: "Leave --split, --source, --boxes, --explain, --segmentation and --counting out")
  }

  /// A log with no cell that the model could be held against; what it has instead.
  static func nothingToHoldAgainst(log: String, _ data: DataSummary) -> Notice {
    let there = (data.otherClasses + (data.reviewed?.leftOut ?? []))
      .map { "\($0.images) \($0.name)" }.joined(separator: ", ")
    return Notice(
      what: cannot,
      why: "\(log) has no answered cell with a class of the model"
        + (there.isEmpty ? "" : " (but: \(there))"),
      cure: "Review some cells first, or name another --model that knows these classes")
  }

  static func noMask(_ data: String) -> Notice {
    Notice(
      what: "no outline can be measured",
      why: "\(data): no image of that split and source has a mask, or boxes",
      cure: "Name each image's mask (255 nucleus, 128 cytoplasm) in a column `mask` of the manifest"
    )
  }

  /// A mask that is not a picture's own.
  static func maskOfOtherSize(_ file: ImagePath, mask: RGBImage, picture: RGBImage) -> Notice {
    Notice(
      what: "the mask \(file.lossyText) cannot be used",
      why:
        "it has \(mask.width) x \(mask.height) pixels, its image \(picture.width) x \(picture.height)",
      cure: "Give a mask of the image's size in the manifest's column `mask`")
  }

  /// A report that would take the place of another.
  static func reportExists(_ file: String) -> Notice {
    Notice(
      what: "the report cannot be written", why: "\(file) exists already",
      cure: "Choose another --output directory")
  }
}
