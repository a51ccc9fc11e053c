extension RGBImage {
  /// The pixels of `region`; where it reaches past the picture, the nearest edge pixel is repeated.
  public func cropped(to region: PixelRect) -> RGBImage {
    precondition(region.width > 0 && region.height > 0, "a crop has at least one pixel")
    guard region != bounds else { return self }
    // Columns before `left` lie left of the picture, those from `right` on lie right of it.
    let left = min(max(-region.x, 0), region.width)
    let right = min(max(width - region.x, left), region.width)
    var pixels: [UInt8] = []
    pixels.reserveCapacity(region.width * region.height * 3)
    for y in region.y..<(region.y + region.height) {
      let row = min(max(y, 0), height - 1) * width
      let firstPixel = rgb[(row * 3)..<(row * 3 + 3)]
      let lastPixel = rgb[((row + width) * 3 - 3)..<((row + width) * 3)]
      for _ in 0..<left { pixels.append(contentsOf: firstPixel) }
      if left < right {
        let first = row + region.x + left
        pixels.append(contentsOf: rgb[(first * 3)..<((first + right - left) * 3)])
      }
      for _ in right..<region.width { pixels.append(contentsOf: lastPixel) }
    }
    return RGBImage(width: region.width, height: region.height, rgb: pixels)
  }
}
