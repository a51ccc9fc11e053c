/// What the engine computes with on this machine: for `doctor` and for the tables of figures.
public struct EngineInfo: Hashable, Sendable {
  /// The path that is taken.
  public let path: KernelPath
  /// All that this machine has, fastest first.
  public let supported: [KernelPath]
  /// How OpenBLAS was built: version, options, processor type; empty where it is not installed.
  public let blasConfiguration: String
  /// The processor type whose kernels OpenBLAS chose when it was loaded.
  public let blasCore: String

  /// What is in use with `path`. Loads OpenBLAS to ask it.
  public init(path: KernelPath) {
    self.path = path
    supported = KernelPath.supported
    blasConfiguration = OpenBLAS.configuration
    blasCore = OpenBLAS.core
  }

  /// In a line: the path, and what computes its products.
  public var summary: String {
    switch path {
    case .avx512, .avx2: "kernels \(path.rawValue)"
    case .portable: "kernels portable, OpenBLAS \(blasCore)"
    }
  }
}
