/// Which instructions the network is computed with. Chosen once, when a plan is made.
public enum KernelPath: String, CaseIterable, Sendable {
  /// x86-64 with AVX-512F, VL, DQ and BW: kernels of our own, 16 numbers at once.
  case avx512
  /// x86-64 with AVX2 and FMA: kernels of our own, 8 numbers at once.
  case avx2
  /// Any processor on which OpenBLAS is installed: that for the products, four numbers at once for the rest.
  case portable

  /// Whether this processor and its operating system have the instructions, or OpenBLAS.
  public var isSupported: Bool {
    switch self {
    case .avx512, .avx2: Kernels(self) != nil
    case .portable: OpenBLAS.isInstalled
    }
  }

  /// The fastest path that this machine has; the portable one, unsupported, where there is none.
  public static let best = allCases.first(where: \.isSupported) ?? .portable

  /// The paths that this machine has, fastest first.
  public static var supported: [KernelPath] { allCases.filter(\.isSupported) }
}
