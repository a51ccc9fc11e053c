/// Tells nucleus, cytoplasm and the rest by the features of each place: a network of one hidden layer
/// with rectifiers, eight places at once. Fitted by `Tools/segmentation/fit_parts.py` on masks of `bccd` training
/// rows.
enum PartClassifier {
  /// How far nucleus and cell lead over the rest at each place: logits, positive inside.
  struct Margins {
    /// Nucleus over the better of cytoplasm and background.
    var nucleus: [Float]
    /// The better of nucleus and cytoplasm over background.
    var cell: [Float]
  }

  private static let outputCount = 3
  /// A lead beyond this is no more certain; it keeps one odd place from outweighing its neighbours.
  private static let largest: Float = 3

  static func margins(_ features: CellFeatures) -> Margins {
    let places = features.width * features.height
    let (inputs, units) = (CellFeatures.count, PartWeights.hiddenBias.count)
    var nucleus = [Float](repeating: 0, count: places)
    var cell = nucleus
    features.values.withUnsafeBufferPointer { buffer in
      guard let values = buffer.baseAddress else { return }
      PartWeights.hidden.withUnsafeBufferPointer { hidden in
        PartWeights.output.withUnsafeBufferPointer { output in
          var place = 0
          while place < places {
            let first = min(place, max(places &- 8, 0))
            let left = min(8, places)
            var background = SIMD8<Float>(repeating: PartWeights.outputBias[0])
            var cytoplasm = SIMD8<Float>(repeating: PartWeights.outputBias[1])
            var nuclear = SIMD8<Float>(repeating: PartWeights.outputBias[2])
            for unit in 0..<units {
              var sum = SIMD8<Float>(repeating: PartWeights.hiddenBias[unit])
              for input in 0..<inputs {
                let eight = Self.eight(values, at: input &* places &+ first, of: left)
                sum += eight * hidden[unit &* inputs &+ input]
              }
              sum.replace(with: 0, where: sum .< 0)
              background += sum * output[unit]
              cytoplasm += sum * output[units &+ unit]
              nuclear += sum * output[2 &* units &+ unit]
            }
            let over =
              nuclear - background.replacing(with: cytoplasm, where: cytoplasm .> background)
            let inside =
              cytoplasm.replacing(with: nuclear, where: nuclear .> cytoplasm) - background
            for lane in 0..<left {
              nucleus[first &+ lane] = min(max(over[lane], -largest), largest)
              cell[first &+ lane] = min(max(inside[lane], -largest), largest)
            }
            place &+= 8
          }
        }
      }
    }
    return Margins(nucleus: nucleus, cell: cell)
  }

  @inline(__always)
  private static func eight(
    _ values: UnsafePointer<Float>, at index: Int, of count: Int
  ) -> SIMD8<Float> {
    if count == 8 {
      return UnsafeRawPointer(values + index).loadUnaligned(as: SIMD8<Float>.self)
    }
    var eight = SIMD8<Float>()
    for lane in 0..<count { eight[lane] = values[index &+ lane] }
    return eight
  }
}
