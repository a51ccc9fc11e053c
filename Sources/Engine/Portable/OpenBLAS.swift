import COpenBLAS

/// The library that the portable path leaves its products to, loaded when it is first needed.
enum OpenBLAS {
  /// Whether it is installed; loads it.
  static var isInstalled: Bool { hv_openblas_load() != 0 }

  /// Loads it before the first product.
  static func require() {
    precondition(isInstalled, "KernelPath.portable is supported only where OpenBLAS is installed")
  }

  /// How it was built: version, options, processor type.
  static var configuration: String { text(hv_openblas_configuration()) }

  /// The processor type whose kernels it chose.
  static var core: String { text(hv_openblas_core()) }

  /// OpenBLAS pads its description with blanks.
  private static func text(_ characters: UnsafePointer<CChar>?) -> String {
    guard let characters else { return "" }
    return String(cString: characters).split(separator: " ").joined(separator: " ")
  }
}
