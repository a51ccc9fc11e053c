import COpenBLAS

/// What the engine computes with on this machine: for `doctor` and for the tables of figures.
public struct EngineInfo: Hashable, Sendable {
  /// The path that is taken.
  public let path: KernelPath
  /// All that this machine has, fastest first.
  public let supported: [KernelPath]
  /// How OpenBLAS was built: version, options, processor type. The portable path computes with it.
  public let blasConfiguration: String
  /// The processor type whose kernels OpenBLAS chose when it was loaded.
  public let blasCore: String
  /// Threads that OpenBLAS may use for one product.
  public let blasThreads: Int

  /// What is in use with `path`. OpenBLAS is first held to one thread, as every operator that uses it does.
  public init(path: KernelPath) {
    OpenBLAS.useOneThread()
    self.path = path
    supported = KernelPath.supported
    blasConfiguration = Self.text(openblas_get_config())
    blasCore = Self.text(openblas_get_corename())
    blasThreads = Int(openblas_get_num_threads())
  }

  /// In a line: the path, and what computes its products.
  public var summary: String {
    switch path {
    case .avx512, .avx2: "kernels \(path.rawValue)"
    case .portable: "kernels portable, OpenBLAS \(blasCore)"
    }
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
