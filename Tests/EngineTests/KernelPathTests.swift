import Engine
import Testing

@Suite("A kernel path")
struct KernelPathTests {
  @Test("is the best one without a name, and the portable one is everywhere")
  func best() throws {
    #expect(try KernelPath(named: nil) == .best)
    #expect(try KernelPath(named: "") == .best)
    #expect(KernelPath.supported.first == .best)
    #expect(KernelPath.supported.last == .portable)
  }

  @Test("is forced by its name where the machine has it", arguments: KernelPath.allCases)
  func forced(path: KernelPath) {
    if path.isSupported {
      #expect((try? KernelPath(named: path.rawValue)) == path)
    } else {
      #expect(throws: KernelPathError.unsupported(path)) { try KernelPath(named: path.rawValue) }
    }
  }

  @Test("that nobody knows is refused")
  func unknown() {
    #expect(throws: KernelPathError.unknown("avx1024")) { try KernelPath(named: "avx1024") }
  }

  @Test("has a measurable peak unless OpenBLAS computes")
  func peak() {
    for path in KernelPath.supported {
      let peak = PeakProbe.multiplyAddsPerSecond(path: path)
      #expect((peak == nil) == (path == .portable))
      #expect(peak.map { $0 > 0 } ?? true)
    }
  }
}
