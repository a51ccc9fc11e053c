import Analysis
import Imaging
import Review
import Store

/// Cuts the overridden cells of a report out of their pictures.
enum ReportPictures {
  /// How much wider than the cell's box the cut is: as wide as what the model was shown.
  private static let scale = 1.5

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
      let box = PixelRect(
        x: cell.box.x, y: cell.box.y, width: cell.box.width, height: cell.box.height)
      return .png(try ImageEncoder.png(cut(Crop.square(around: box, scale: scale), of: image)))
    } catch {
      return .unavailable("the picture cannot be decoded any more")
    }
  }

  /// The part of a picture in `square`; the nearest edge pixel stands in outside.
  private static func cut(_ square: PixelRect, of image: RGBImage) -> RGBImage {
    var rgb: [UInt8] = []
    rgb.reserveCapacity(square.area * 3)
    for y in square.y..<square.y + square.height {
      let row = min(max(y, 0), image.height - 1)
      for x in square.x..<square.x + square.width {
        let place = 3 * (row * image.width + min(max(x, 0), image.width - 1))
        rgb.append(contentsOf: image.rgb[place..<place + 3])
      }
    }
    return RGBImage(width: square.width, height: square.height, rgb: rgb)
  }
}
