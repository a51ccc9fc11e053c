/// Why a path that somebody asked for by name cannot be taken.
public enum KernelPathError: Error, Hashable, Sendable {
  /// No path has this name.
  case unknown(String)
  /// The processor lacks the instructions, or OpenBLAS is not installed.
  case unsupported(KernelPath)
}

extension KernelPath {
  /// The environment variable by which programs let a path be forced.
  public static let environmentKey = "HEMATOVISION_KERNELS"

  /// The path called `name`; without a name the best.
  public init(named name: String?) throws(KernelPathError) {
    var path = KernelPath.best
    if let name, !name.isEmpty {
      guard let named = KernelPath(rawValue: name) else { throw .unknown(name) }
      path = named
    }
    guard path.isSupported else { throw .unsupported(path) }
    self = path
  }
}
