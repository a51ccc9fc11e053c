import Directories
import Evaluation
import Foundation
import Review
import Settings

/// Labelled images on the disk: those of a manifest, or of a directory with a folder a class.
struct LabelledData {
  /// All images, with their boxes.
  let images: [LabelledImage]
  /// The file that the boxes came from.
  let boxesFile: String?
  private let root: ImagePath

  /// Where an image lies: paths are relative to the manifest's folder, or to the directory.
  func place(of image: LabelledImage) -> ImagePath {
    place(of: image.path)
  }

  /// Where a file of the manifest lies.
  func place(of path: ImagePath) -> ImagePath {
    path.bytes.first == UInt8(ascii: "/") ? path : root.appending(path)
  }

  /// Reads `data`, and of `boxes` or the `boxes.csv` beside it the boxes of one kind of cell.
  init(_ data: String, boxes: String?, kind: String = "WBC", names: ClassNames) throws {
    guard let resolved = DirectoryScan.resolved(data) else {
      throw Failure(Messages.unreadable(data, code: errno, cure: "Name a manifest or a directory"))
    }
    var images: [LabelledImage]
    if DirectoryScan.isDirectory(resolved) {
      root = ImagePath(data)
      images = try Self.images(below: root, names: names)
    } else {
      root = ImagePath(data).directory
      images = try Self.read(data) { (bytes) throws(DataError) in
        try Manifest.images(bytes, file: data, names: names)
      }
    }
    try Self.refuseSlips(images, data: data, names: names)
    let name = "boxes.csv"
    let beside =
      data.contains("/") || root != ImagePath(".")
      ? root.appending(ImagePath(name)).lossyText : name
    boxesFile = boxes ?? (DirectoryScan.resolved(beside) == nil ? nil : beside)
    if let boxesFile {
      let drawn = try Self.read(boxesFile) { (bytes) throws(DataError) in
        try BoxTable.boxes(bytes, file: boxesFile, names: names, kind: kind)
      }
      for index in images.indices { images[index].boxes = drawn[images[index].path] ?? [] }
      guard images.contains(where: { !$0.boxes.isEmpty }) else {
        throw Failure(Messages.noBoxes(of: data, in: boxesFile, kind: kind))
      }
    }
    // A manifest without a known class may still tell where the cells are; folders are classes.
    let isManifest = images.first?.line != nil
    guard
      images.contains(where: { $0.truth != nil || (isManifest && !$0.boxes.isEmpty) })
    else {
      throw Failure(Messages.noKnownClass(in: data, images: images, names: names))
    }
    self.images = images
  }

  /// What the classes are called in a manifest, or in a directory with a folder a class; each once.
  static func classNames(of data: String) throws -> [String] {
    guard let resolved = DirectoryScan.resolved(data) else {
      throw Failure(Messages.unreadable(data, code: errno, cure: "Name a manifest or a directory"))
    }
    let nobody = ClassNames([])
    let images =
      DirectoryScan.isDirectory(resolved)
      ? try images(below: ImagePath(data), names: nobody)
      : try read(data) { (bytes) throws(DataError) in
        try Manifest.images(bytes, file: data, names: nobody)
      }
    return Set(images.map(\.className)).sorted()
  }

  private static func images(below root: ImagePath, names: ClassNames) throws -> [LabelledImage] {
    let paths: [ImagePath]
    do { paths = try DirectoryScan.pictures(below: root) } catch {
      throw Failure(Messages.notice(for: error))
    }
    guard !paths.isEmpty else { throw Failure(Messages.noImages(in: root.lossyText)) }
    return paths.map { path in
      let inside = path.relative(to: root)
      let slash = inside.bytes.firstIndex(of: UInt8(ascii: "/"))
      let folder = slash.map { ImagePath(bytes: Array(inside.bytes[..<$0])).lossyText } ?? ""
      return LabelledImage(path: inside, className: folder, truth: names.place(of: folder))
    }
  }

  /// Reads a table; `cure` is told instead of the error's own where the table is of another kind.
  static func read<Value>(
    _ path: String, else cure: String? = nil, _ body: ([UInt8]) throws(DataError) -> Value
  ) throws -> Value {
    guard access(path, R_OK) == 0 else {
      throw Failure(Messages.unreadable(path, code: errno, cure: "Check the path and the rights"))
    }
    guard let bytes = FileManager.default.contents(atPath: path) else {
      throw Failure(Messages.unreadable(path, code: EIO, cure: "Check the disk or share"))
    }
    do { return try body([UInt8](bytes)) } catch {
      let notice = Messages.notice(for: error)
      throw Failure(Notice(what: notice.what, why: notice.why, cure: cure ?? notice.cure))
    }
  }

  /// A name that is a class's but for a slip of the pen would silently leave images out.
  private static func refuseSlips(
    _ images: [LabelledImage], data: String, names: ClassNames
  ) throws {
    for image in images where image.truth == nil && !image.className.isEmpty {
      if let meant = NearestName.of(image.className, in: names.all, atMost: 2) {
        throw Failure(Messages.slip(image, data: data, meant: meant, names: names))
      }
    }
  }
}
