import Engine
import Foundation

/// One row of figures: a path, a number of threads, perhaps one operator.
struct LatencyReport: Encodable {
  let kernels: String
  let threads: Int
  var layer: String?
  let runs: Int
  let medianMilliseconds: Double
  let minimumMilliseconds: Double
  let ninetiethPercentileMilliseconds: Double
  let multiplyAdds: Int
  /// Two for each multiply-add, at the median.
  let gigaflops: Double
  /// What the peak probe reached on one core in the same run, times the threads.
  let peakGigaflops: Double?
  /// The time at that peak.
  let floorMilliseconds: Double?

  init(
    _ measurement: LatencyMeasurement, path: KernelPath, threads: Int, layer: String? = nil,
    multiplyAdds: Int, peak: Double?
  ) {
    kernels = path.rawValue
    self.threads = threads
    self.layer = layer
    runs = measurement.runs
    medianMilliseconds = measurement.median
    minimumMilliseconds = measurement.minimum
    ninetiethPercentileMilliseconds = measurement.ninetiethPercentile
    self.multiplyAdds = multiplyAdds
    gigaflops = measurement.gigaflops(multiplyAdds: multiplyAdds)
    let peakOfThreads = peak.map { $0 * Double(threads) }
    peakGigaflops = peakOfThreads.map { 2 * $0 / 1e9 }
    floorMilliseconds = peakOfThreads.map { Double(multiplyAdds) / $0 * 1e3 }
  }

  private enum CodingKeys: String, CodingKey {
    case kernels, threads, layer, runs, gigaflops
    case medianMilliseconds = "median_ms"
    case minimumMilliseconds = "min_ms"
    case ninetiethPercentileMilliseconds = "p90_ms"
    case multiplyAdds = "multiply_adds"
    case peakGigaflops = "peak_gigaflops"
    case floorMilliseconds = "floor_ms"
  }
}

/// The rows of `latency`, for people or for programs.
struct LatencyTable {
  private let rows: [LatencyReport]
  /// Whether the rows are operators, not networks.
  private let isOfLayers: Bool

  init(_ rows: [LatencyReport], isOfLayers: Bool = false) {
    self.rows = rows
    self.isOfLayers = isOfLayers
  }

  func printOut(asJSON: Bool) throws {
    if asJSON {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
      for row in rows { print(String(decoding: try encoder.encode(row), as: UTF8.self)) }
      return
    }
    let places = isOfLayers ? 4 : 3
    let name = isOfLayers ? "operator           " : ""
    print("\(name)kernels   threads  median ms   min ms   p90 ms  GFLOP/s  of peak  x floor")
    for row in rows {
      let share = row.peakGigaflops.map { decimals(100 * row.gigaflops / $0, 1) + " %" } ?? "-"
      let ratio = row.floorMilliseconds.map { decimals(row.medianMilliseconds / $0, 2) } ?? "-"
      print(
        (isOfLayers ? left(row.layer ?? "", 19) : "") + left(row.kernels, 8),
        right("\(row.threads)", 8), decimals(row.medianMilliseconds, places, width: 10),
        decimals(row.minimumMilliseconds, places, width: 8),
        decimals(row.ninetiethPercentileMilliseconds, places, width: 8),
        decimals(row.gigaflops, 1, width: 8), right(row.multiplyAdds == 0 ? "-" : share, 8),
        right(row.multiplyAdds == 0 ? "-" : ratio, 8))
    }
  }

  private func left(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }

  private func right(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.count)) + text
  }

  /// `value` with a fixed number of decimals, padded on the left to `width`.
  private func decimals(_ value: Double, _ places: Int, width: Int = 0) -> String {
    right(String(format: "%.\(places)f", value), width)
  }
}
