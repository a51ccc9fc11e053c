import COpenBLAS

/// What the engine computes with on this machine: for `doctor` and for the tables of figures.
public struct EngineInfo: Hashable, Sendable {
  /// How OpenBLAS was built: version, options, processor type.
  public let blasConfiguration: String
  /// The processor type whose kernels OpenBLAS chose when it was loaded.
  public let blasCore: String
  /// Threads that OpenBLAS may use for one product.
  public let blasThreads: Int
  /// Our own kernels in use for everything that is not a matrix product.
  public let kernels: String

  /// What is in use now. OpenBLAS is first held to one thread, as every operator that uses it does.
  public static var current: EngineInfo {
    OpenBLAS.useOneThread()
    return EngineInfo(
      blasConfiguration: text(openblas_get_config()), blasCore: text(openblas_get_corename()),
      blasThreads: Int(openblas_get_num_threads()), kernels: "portable-simd4")
  }

  private static func text(_ characters: UnsafeMutablePointer<CChar>?) -> String {
    characters.map { String(cString: $0).trimmingSpaces() } ?? ""
  }
}

extension String {
  /// OpenBLAS pads its description with blanks.
  fileprivate func trimmingSpaces() -> String {
    split(separator: " ").joined(separator: " ")
  }
}

/// The one setting of OpenBLAS that this engine makes.
enum OpenBLAS {
  private static let oneThread: Void = openblas_set_num_threads(1)

  /// Keeps products on the thread that asks for them: the threads are ours, one `Inference` each.
  static func useOneThread() { _ = oneThread }
}
