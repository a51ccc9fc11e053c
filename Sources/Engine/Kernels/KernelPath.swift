/// Which instructions the network is computed with. Chosen once, when a plan is made.
public enum KernelPath: String, CaseIterable, Sendable {
  /// x86-64 with AVX-512F, VL, DQ and BW: kernels of our own, 16 numbers at once.
  case avx512
  /// x86-64 with AVX2 and FMA: kernels of our own, 8 numbers at once.
  case avx2
  /// Any processor: OpenBLAS for the products, four numbers at once for the rest.
  case portable

  /// Whether this processor and its operating system have the instructions.
  public var isSupported: Bool { self == .portable || Kernels(self) != nil }

  /// The fastest path that this machine has.
  public static let best = allCases.first(where: \.isSupported) ?? .portable

  /// The paths that this machine has, fastest first.
  public static var supported: [KernelPath] { allCases.filter(\.isSupported) }
}
