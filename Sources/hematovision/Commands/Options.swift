import ArgumentParser
import Foundation

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

/// How large a pixel is.
struct PixelSizeOption: ParsableArguments {
  @Option(
    name: .customLong("pixel-size"),
    help: "Side of a pixel of the images in micrometres, for a scale bar and for areas.")
  var micrometres: Double?

  func validate() throws {
    if let micrometres, !(0.001...100).contains(micrometres) {
      throw ValidationError("--pixel-size takes micrometres a pixel, from 0.001 to 100")
    }
  }
}

/// Which of the labelled images are meant, and where their cells were drawn.
struct SelectionOptions: ParsableArguments {
  @Option(help: "Only images of this split.")
  var split: String?

  @Option(name: .customLong("source"), help: "Only images of this source (may be repeated).")
  var sources: [String] = []

  @Option(help: "White cells that a person drew (default: boxes.csv beside the images).")
  var boxes: String?

  /// Whether nothing was chosen.
  var isEmpty: Bool { split == nil && sources.isEmpty && boxes == nil }
}

/// How many threads share the images.
struct JobsOption: ParsableArguments {
  @Option(help: "Number of threads (default: one a core).")
  var jobs: Int?

  /// As many as were asked for, else one a core.
  var threads: Int { jobs ?? ProcessInfo.processInfo.activeProcessorCount }

  func validate() throws {
    if let jobs, !(1...256).contains(jobs) {
      throw ValidationError("--jobs takes a number from 1 to 256")
    }
  }
}
