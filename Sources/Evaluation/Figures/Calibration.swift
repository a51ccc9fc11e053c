/// Whether a probability means what it says: expected calibration error over bins of equal width
/// (Naeini 2015, Guo 2017). Images without a cell have no probability and do not count.
public struct Calibration: Hashable, Sendable, Encodable {
  /// The answers whose confidence lies in `low..<high`; the last bin holds 1 too.
  public struct Bin: Hashable, Sendable, Encodable {
    public let low: Double
    public let high: Double
    public let count: Int
    /// Mean confidence and share of right answers; nil in an empty bin.
    public let confidence: Double?
    public let accuracy: Double?
  }

  /// Number of answers.
  public let count: Int
  public let bins: [Bin]
  /// Mean distance between confidence and accuracy, each bin weighing as many as it holds.
  public let expectedError: Double

  /// The calibration of answers; nil without any.
  public init?(_ answers: [(confidence: Double, isRight: Bool)], binCount: Int = 15) {
    guard !answers.isEmpty else { return nil }
    var sums = [(count: Int, confidence: Double, right: Int)](
      repeating: (0, 0, 0), count: binCount)
    for answer in answers {
      let bin = min(Int(answer.confidence * Double(binCount)), binCount - 1)
      sums[bin].count += 1
      sums[bin].confidence += answer.confidence
      sums[bin].right += answer.isRight ? 1 : 0
    }
    count = answers.count
    bins = sums.enumerated().map { place, sum in
      let isEmpty = sum.count == 0
      return Bin(
        low: Double(place) / Double(binCount), high: Double(place + 1) / Double(binCount),
        count: sum.count, confidence: isEmpty ? nil : sum.confidence / Double(sum.count),
        accuracy: isEmpty ? nil : Double(sum.right) / Double(sum.count))
    }
    expectedError =
      sums.reduce(0) { $0 + abs($1.confidence - Double($1.right)) } / Double(answers.count)
  }
}
