// The fuzzed entry point: any bytes into the decoder, and what decodes into the rest of the way.
// Compiled together with Sources/Imaging by run.sh; see README.md.

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzDecode(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: start, count: count))
  // Small limits keep a run fast; what they cut off is refused before any memory is taken.
  let limits = ImageLimits(fileBytes: 1 << 20, pixels: 1 << 18, sideInPixels: 4096, scans: 20)
  guard let image = try? ImageDecoder.decode(bytes, limits: limits) else { return 0 }
  guard let header = try? ImageDecoder.header(of: bytes) else { fatalError("decoded, no header") }
  guard header.width == image.width, header.height == image.height else {
    fatalError("header and picture differ in size")
  }
  _ = try? ImageDecoder.decode(bytes, atLeast: 16, by: 16, limits: limits)
  for cell in CellFinder.find(in: image) {
    guard cell.box.intersection(image.bounds) == cell.box else { fatalError("box outside") }
  }
  let region = SubpixelRect(x: -3.5, y: 1.25, width: 40, height: 9)
  _ = Resample.areaAverage(image, region: region, toWidth: 13, height: 17)
  return 0
}
