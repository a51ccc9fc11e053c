import CPixels

/// A network of one hidden layer with rectifiers that is asked at every place of a grid.
package struct PlaceNetwork: Sendable {
  private let inputCount: Int
  private let unitCount: Int
  private let outputCount: Int
  /// In the order that `hv_network_shape` tells.
  private let numbers: [Float]

  /// `hidden`: a row of weights a hidden unit, one for each input. `output`: a row of weights an output (at most
  /// four), one for each hidden unit.
  package init(hidden: [Float], hiddenBias: [Float], output: [Float], outputBias: [Float]) {
    precondition(outputBias.count <= Int(HV_MOST_OUTPUTS))
    precondition(output.count == outputBias.count * hiddenBias.count)
    precondition(hidden.count.isMultiple(of: hiddenBias.count))
    inputCount = hidden.count / hiddenBias.count
    (unitCount, outputCount) = (hiddenBias.count, outputBias.count)
    numbers = hidden + hiddenBias + output + outputBias
  }

  /// A plane of `places` numbers for each output, from such planes of the inputs.
  package func scores(_ values: [Float], places: Int) -> [Float] {
    precondition(values.count >= inputCount * places)
    let shape = hv_network_shape(
      input_count: Int32(inputCount), unit_count: Int32(unitCount),
      output_count: Int32(outputCount))
    let count = outputCount * places
    return [Float](unsafeUninitializedCapacity: count) { scores, filled in
      PixelLoops.table.place_scores(
        shape, numbers, values, places, Int32(places), scores.baseAddress)
      filled = count
    }
  }
}
