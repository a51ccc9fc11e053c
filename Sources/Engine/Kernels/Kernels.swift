import CKernels

/// Channels that lie side by side in blocked layout.
let blockChannels = 16

/// The hot loops of one instruction set.
///
/// Unchecked: the table is constant data of the program.
struct Kernels: @unchecked Sendable {
  private let table: UnsafePointer<hv_kernels>
  /// Floats in a register.
  let lanes: Int

  /// Nil where the machine lacks the instructions, and for the portable path, which has no such table.
  init?(_ path: KernelPath) {
    let found: UnsafePointer<hv_kernels>? =
      switch path {
      case .avx512: hv_avx512_kernels()
      case .avx2: hv_avx2_kernels()
      case .portable: nil
      }
    guard let found else { return nil }
    table = found
    lanes = Int(found.pointee.lanes)
  }

  /// Output channels of each panel of packed weights but the last.
  func panelChannels(of outputChannels: Int, isRectified: Bool) -> Int {
    Int(table.pointee.panel_channels(Int32(outputChannels), isRectified ? 1 : 0))
  }

  /// Tiles that the pixels of one panel are divided into, or those of all panels where the input is rectified.
  func tileCount(outputChannels: Int, pixelCount: Int, isRectified: Bool) -> Int {
    Int(
      table.pointee.tile_count(Int32(outputChannels), Int32(pixelCount), isRectified ? 1 : 0))
  }

  @inline(__always)
  func products(_ call: hv_products) {
    withUnsafePointer(to: call) { table.pointee.products($0) }
  }

  @inline(__always)
  func depthwiseRows(_ call: hv_depthwise_rows) {
    withUnsafePointer(to: call) { table.pointee.depthwise_rows($0) }
  }

  /// The mean over pixels, [pixel][16] to [16].
  func poolBlock(
    _ input: UnsafePointer<Float>, pixelCount: Int, into output: UnsafeMutablePointer<Float>
  ) {
    table.pointee.pool_block(input, Int32(pixelCount), output)
  }

  /// Runs the peak probe; gives the multiply-adds that it made.
  func multiplyAdds(rounds: Int) -> Int {
    var sink: Float = 0
    return table.pointee.multiply_adds(rounds, &sink)
  }
}
