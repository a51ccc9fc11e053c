import ArgumentParser

/// Which weights to use.
struct ModelOption: ParsableArguments {
  @Option(name: .customLong("model"), help: "Weights file (default: the shipped one).")
  var path: String?
}

/// Which review log to use.
struct LogOption: ParsableArguments {
  @Option(name: .customLong("log"), help: "Review log (default: in the XDG data directory).")
  var path: String?
}
