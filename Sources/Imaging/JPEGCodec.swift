import CTurboJPEG

/// JPEG through TurboJPEG's older interface (2.1), which needs no setjmp.
enum JPEGCodec {
  /// Decodes at 1/`shrink`, rounded up; `shrink` is 1, 2, 4 or 8. Not yet turned upright.
  static func decode(
    _ bytes: [UInt8], structure: JPEGStructure, shrink: Int
  ) throws(ImageError) -> RGBImage {
    guard let handle = tjInitDecompress() else {
      throw .outOfMemory(width: structure.width, height: structure.height)
    }
    defer { tjDestroy(handle) }
    try checkSize(bytes, handle: handle, structure: structure)

    let width = (structure.width + shrink - 1) / shrink
    let height = (structure.height + shrink - 1) / shrink
    // CMYK is the only way out of four components; three and one become RGB in the library.
    let channels = structure.componentCount == 4 ? 4 : 3
    let format = channels == 4 ? TJPF_CMYK.rawValue : TJPF_RGB.rawValue
    let count = width * height * channels
    var result: Int32 = -1
    let samples = [UInt8](unsafeUninitializedCapacity: count) { samples, filled in
      result = tjDecompress2(
        handle, bytes, UInt(bytes.count), samples.baseAddress, Int32(width),
        Int32(width * channels), Int32(height), Int32(format),
        TJFLAG_ACCURATEDCT | TJFLAG_STOPONWARNING)
      // What a failure left unwritten is never looked at.
      filled = result == 0 ? count : 0
    }
    guard result == 0 else { throw failure(handle) }
    let rgb = channels == 4 ? rgb(fromStoredCMYK: samples) : samples
    return RGBImage(width: width, height: height, rgb: rgb)
  }

  /// A buffer is sized from our own reading of the header: the library must have read the same.
  private static func checkSize(
    _ bytes: [UInt8], handle: tjhandle, structure: JPEGStructure
  ) throws(ImageError) {
    var width: Int32 = 0
    var height: Int32 = 0
    var subsampling: Int32 = 0
    var colourspace: Int32 = 0
    // A failure after the size is known (an odd subsampling) does not keep tjDecompress2 from working.
    let result = tjDecompressHeader3(
      handle, bytes, UInt(bytes.count), &width, &height, &subsampling, &colourspace)
    guard Int(width) == structure.width, Int(height) == structure.height else {
      if result != 0 { throw failure(handle) }
      throw .corrupt(.jpeg, detail: "two frame sizes")
    }
  }

  /// The end marker was seen before decoding began, so what is missing now was damaged, not cut off.
  private static func failure(_ handle: tjhandle) -> ImageError {
    .corrupt(.jpeg, detail: remark(handle))
  }

  private static func remark(_ handle: tjhandle) -> String {
    tjGetErrorStr2(handle).map { String(cString: $0) } ?? ""
  }

  /// Four-component files store ink inverted (Adobe's habit, which readers assume of all of them), so
  /// a stored sample is light: colour = light of the ink times light of black.
  private static func rgb(fromStoredCMYK samples: [UInt8]) -> [UInt8] {
    let count = samples.count / 4 * 3
    return [UInt8](unsafeUninitializedCapacity: count) { rgb, filled in
      for pixel in 0..<(samples.count / 4) {
        let black = Int(samples[pixel * 4 + 3])
        for channel in 0..<3 {
          let product = Int(samples[pixel * 4 + channel]) * black
          rgb[pixel * 3 + channel] = UInt8((product + 127) / 255)
        }
      }
      filled = count
    }
  }

  /// A baseline JPEG file. `quality` 1...100; from 90 up colour is kept at full resolution, below it
  /// is halved both ways, as cameras do.
  static func encode(_ image: RGBImage, quality: Int) throws(ImageError) -> [UInt8] {
    guard let handle = tjInitCompress() else {
      throw .outOfMemory(width: image.width, height: image.height)
    }
    defer { tjDestroy(handle) }
    var file: UnsafeMutablePointer<UInt8>?
    var size: UInt = 0
    defer { tjFree(file) }
    let subsampling = quality >= 90 ? TJSAMP_444 : TJSAMP_420
    let result = tjCompress2(
      handle, image.rgb, Int32(image.width), Int32(image.width * 3), Int32(image.height),
      Int32(TJPF_RGB.rawValue), &file, &size, Int32(subsampling.rawValue), Int32(quality),
      TJFLAG_ACCURATEDCT)
    guard result == 0, let file else { throw .encodingFailed(.jpeg, detail: remark(handle)) }
    return Array(UnsafeBufferPointer(start: file, count: Int(size)))
  }
}
