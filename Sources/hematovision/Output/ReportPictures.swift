import Analysis
import Imaging
import Morphology
import Review
import Store

/// Cuts the overridden cells of a report out of their pictures.
enum ReportPictures {
  /// How much wider than the cell's box the cut is: as wide as what the model was shown.
  private static let scale = 1.5
  /// Most pixels of a picture's side; a page shows it 22 mm wide.
  private static let side = 256

  /// A picture for each cell that the result keeps, where its file still holds what was judged.
  static func of(_ result: SlideResult) -> [ReportPicture] {
    result.overridden.first.map { ReportPicture(cell: $0, content: content($0)) }
  }

  private static func content(_ cell: OverriddenCell) -> ReportPicture.Content {
    let bytes: [UInt8]
    do {
      bytes = try ImageFile.read(path: cell.image.bytes)
    } catch {
      return .unavailable("the picture's file is not there any more, or cannot be read")
    }
    guard sha256(of: bytes) == cell.imageSHA256 else {
      return .unavailable("the file holds another picture than the one that was judged")
    }
    do {
      let image = try ImageDecoder.decode(bytes)
      let square = Crop.square(
        around: PixelRect(cell.box),
        scale: scale)
      let side = min(square.width, Self.side)
      return .png(
        try ImageEncoder.png(
          Resample.areaAverage(image, region: SubpixelRect(square), toWidth: side, height: side)))
    } catch {
      return .unavailable("the picture cannot be decoded any more")
    }
  }
}
