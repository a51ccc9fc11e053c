import Imaging

/// Tells background, cytoplasm and nucleus by the features of a place.
struct PartNetwork: Sendable {
  private let network: PlaceNetwork

  /// `hidden`: a row of weights a hidden unit, one for each feature. `output`: a row of weights a class (background,
  /// cytoplasm, nucleus), one for each hidden unit.
  init(hidden: [Float], hiddenBias: [Float], output: [Float], outputBias: [Float]) {
    network = PlaceNetwork(
      hidden: hidden, hiddenBias: hiddenBias, output: output, outputBias: outputBias)
  }

  /// A lead beyond this is no more certain; it keeps one odd place from outweighing its neighbours.
  private static let largest: Float = 3

  /// The leads at `places` places, from a plane of so many values for each feature.
  func margins(_ values: [Float], places: Int) -> PartMargins {
    let scores = network.scores(values, places: places)
    func leads(_ lead: (_ background: Float, _ cytoplasm: Float, _ nucleus: Float) -> Float)
      -> [Float]
    {
      [Float](unsafeUninitializedCapacity: places) { leads, count in
        for place in 0..<places {
          let lead = lead(
            scores[place], scores[places &+ place], scores[2 &* places &+ place])
          leads[place] = min(max(lead, -Self.largest), Self.largest)
        }
        count = places
      }
    }
    return PartMargins(
      nucleus: leads { $2 - ($1 > $0 ? $1 : $0) }, cell: leads { ($2 > $1 ? $2 : $1) - $0 })
  }
}
