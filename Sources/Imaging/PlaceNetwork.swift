import CPixels

/// A network of one hidden layer with rectifiers that is asked at every place of a grid.
package struct PlaceNetwork: Sendable {
  /// A row of weights a hidden unit, one for each input.
  package let hidden: [Float]
  package let hiddenBias: [Float]
  /// A row of weights an output, one for each hidden unit.
  package let output: [Float]
  /// At most four.
  package let outputBias: [Float]

  /// A network of these numbers.
  package init(hidden: [Float], hiddenBias: [Float], output: [Float], outputBias: [Float]) {
    precondition(outputBias.count <= Int(HV_MOST_OUTPUTS))
    precondition(output.count == outputBias.count * hiddenBias.count)
    precondition(hidden.count.isMultiple(of: hiddenBias.count))
    (self.hidden, self.hiddenBias) = (hidden, hiddenBias)
    (self.output, self.outputBias) = (output, outputBias)
  }

  /// A plane of `places` numbers for each output, from such planes of the inputs.
  package func scores(_ values: [Float], places: Int) -> [Float] {
    let inputs = hidden.count / hiddenBias.count
    precondition(values.count >= inputs * places)
    let count = outputBias.count * places
    return [Float](unsafeUninitializedCapacity: count) { scores, filled in
      hidden.withUnsafeBufferPointer { hidden in
        hiddenBias.withUnsafeBufferPointer { hiddenBias in
          output.withUnsafeBufferPointer { output in
            outputBias.withUnsafeBufferPointer { outputBias in
              var network = hv_place_network(
                hidden: hidden.baseAddress, hidden_bias: hiddenBias.baseAddress,
                output: output.baseAddress, output_bias: outputBias.baseAddress,
                input_count: Int32(inputs), unit_count: Int32(hiddenBias.count),
                output_count: Int32(outputBias.count))
              PixelLoops.table.place_scores(
                &network, values, places, Int32(places), scores.baseAddress)
            }
          }
        }
      }
      filled = count
    }
  }
}
