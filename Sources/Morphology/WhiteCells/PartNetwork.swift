/// A network of one hidden layer with rectifiers that tells background, cytoplasm and nucleus by the
/// features of a place, sixteen places at once: each addition waits for the one before, so four registers go side by side.
struct PartNetwork: Sendable {
  /// A row of weights a hidden unit, one for each feature.
  let hidden: [Float]
  let hiddenBias: [Float]
  /// A row of weights a class: background, cytoplasm, nucleus; one for each hidden unit.
  let output: [Float]
  let outputBias: [Float]

  /// A lead beyond this is no more certain; it keeps one odd place from outweighing its neighbours.
  private static let largest: Float = 3

  /// The leads at `places` places, from a plane of so many values for each feature.
  func margins(_ values: [Float], places: Int) -> PartMargins {
    let units = hiddenBias.count
    let inputs = hidden.count / units
    var nucleus = [Float](repeating: 0, count: places)
    var cell = nucleus
    values.withUnsafeBufferPointer { buffer in
      guard let values = buffer.baseAddress else { return }
      hidden.withUnsafeBufferPointer { hidden in
        output.withUnsafeBufferPointer { output in
          var place = 0
          while place < places {
            let first = min(place, max(places &- 16, 0))
            let left = min(16, places)
            var background = SIMD16<Float>(repeating: outputBias[0])
            var cytoplasm = SIMD16<Float>(repeating: outputBias[1])
            var nuclear = SIMD16<Float>(repeating: outputBias[2])
            for unit in 0..<units {
              var sum = SIMD16<Float>(repeating: hiddenBias[unit])
              for input in 0..<inputs {
                let taken = Self.sixteen(values, at: input &* places &+ first, of: left)
                sum += taken * hidden[unit &* inputs &+ input]
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
              nucleus[first &+ lane] = min(max(over[lane], -Self.largest), Self.largest)
              cell[first &+ lane] = min(max(inside[lane], -Self.largest), Self.largest)
            }
            place &+= 16
          }
        }
      }
    }
    return PartMargins(nucleus: nucleus, cell: cell)
  }

  @inline(__always)
  private static func sixteen(
    _ values: UnsafePointer<Float>, at index: Int, of count: Int
  ) -> SIMD16<Float> {
    if count == 16 {
      return UnsafeRawPointer(values + index).loadUnaligned(as: SIMD16<Float>.self)
    }
    var some = SIMD16<Float>()
    for lane in 0..<count { some[lane] = values[index &+ lane] }
    return some
  }
}
