import CPixels

/// What is done with every pixel or place, by the best instructions that the processor has. All of them give
/// the same bits.
enum PixelLoops {
  /// The table of the functions.
  @inline(__always)
  static var table: hv_pixels { chosen.pointee }

  // Constant data of the program, chosen by the processor once.
  nonisolated(unsafe) private static let chosen: UnsafePointer<hv_pixels> =
    hv_avx2_pixels() ?? hv_plain_pixels()
}
