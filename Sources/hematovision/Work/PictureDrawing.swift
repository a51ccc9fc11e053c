import Imaging
import Review
import Screen
import Station

/// A tone with what it measured on one picture.
enum ToneMap: Sendable {
  case asTaken
  case contrast(ContrastStretch)
  case stain(StainNormalisation)

  init(_ tone: PictureTone, measuring image: RGBImage) {
    switch tone {
    case .asTaken: self = .asTaken
    case .contrast: self = .contrast(ContrastStretch(measuring: image))
    case .stain: self = .stain(StainNormalisation(from: .init(of: image)))
    }
  }

  func apply(to rgb: inout [UInt8]) {
    switch self {
    case .asTaken: break
    case .contrast(let stretch): stretch.apply(to: &rgb)
    case .stain(let normalisation): normalisation.apply(to: &rgb)
    }
  }
}

extension SubpixelRect {
  /// A box of a picture in the coordinates of the same picture decoded at `factor` of its size.
  init(_ box: Box, scaledBy factor: Double) {
    self.init(
      x: Double(box.x) * factor, y: Double(box.y) * factor, width: Double(box.width) * factor,
      height: Double(box.height) * factor)
  }
}

extension Picture {
  /// A JPEG is decoded at the least fraction that has this many pixels for each of the screen's:
  /// the means are taken over whole areas all the same.
  static let decodedPixels = 2

  /// A part of an image at `width` by `height` half cells, and in finer symbols where asked.
  init(
    _ image: RGBImage, region: SubpixelRect, width: Int, height: Int, symbols: CellSymbols,
    tone: ToneMap
  ) {
    var rgb = Resample.areaAverage(image, region: region, toWidth: width, height: height).rgb
    tone.apply(to: &rgb)
    let rows = height / 2
    guard symbols != .half, rows > 0 else {
      self.init(width: width, height: height, rgb: rgb)
      return
    }
    // The last row of an odd height is half a cell, which finer symbols cannot draw.
    let (across, down) = symbols.pixels
    var whole = region
    whole.height *= Double(2 * rows) / Double(height)
    var samples = Resample.areaAverage(
      image, region: whole, toWidth: width * across, height: rows * down
    ).rgb
    tone.apply(to: &samples)
    self.init(
      width: width, height: height, rgb: rgb,
      fine: FineCell.fitted(rgb: samples, columns: width, rows: rows, symbols: symbols))
  }
}
