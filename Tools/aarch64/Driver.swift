import CDriver

/// Checks the portable path; see README.md.
@main
struct Driver {
  static func main() {
    OpenBLAS.configuration.withCString { hv_say($0) }
    // Where there are no kernels of our own, the engine must come to the portable path by itself.
    EngineInfo(path: .best).summary.withCString { hv_say($0) }
    var operators = OperatorCheck()
    operators.run()
    var network = NetworkCheck()
    network.check()
    let isRight = operators.isRight && network.isRight
    hv_say(isRight ? "all right" : "NOT RIGHT")
    exit(isRight ? 0 : 1)
  }
}
