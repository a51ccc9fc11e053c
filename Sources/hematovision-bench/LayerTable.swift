import Engine

/// Every operator by itself with made-up weights, by each path.
///
/// Of what passes over zeros two thirds of the input are zeros, as ReLU6 leaves them; multiply-adds that are passed over
/// count as made, so that these may exceed the peak.
struct LayerTable {
  let paths: [KernelPath]
  let runs: Int

  func printOut(asJSON: Bool) throws {
    let rows = paths.flatMap { path in
      // The head of the shipped weights has eight classes.
      Network.layers(classCount: 8).map { measure($0, path: path) }
    }
    try LatencyTable(rows, isOfLayers: true).printOut(asJSON: asJSON)
  }

  private func measure(_ layer: LayerShape, path: KernelPath) -> LatencyReport {
    let shape = LoneOperator.Shape(layer, path: path)
    // Small numbers that are no powers of two, so that no operand is special.
    let trial = LoneOperator(
      shape, path: path,
      weights: (0..<shape.weightCount).map { Float($0 % 13 - 6) * 0.02 },
      bias: (0..<layer.outputChannels).map { Float($0 % 7) * 0.1 })
    let inputCount = layer.inputSide * layer.inputSide * layer.inputChannels
    trial.fill(
      meaninglessLevels(count: inputCount).enumerated().map { index, level in
        // Which are zeros nobody can foresee, as in a picture.
        shape.isRectified && level % 3 > 0 ? 0 : Float(index % 17 - 8) * 0.03
      })
    let peak = PeakProbe.multiplyAddsPerSecond(path: path)
    return LatencyReport(
      LatencyMeasurement.measure(warmUpRuns: 5, runs: runs) { trial.run() }, path: path,
      threads: 1, layer: layer.name, multiplyAdds: layer.multiplyAdds, peak: peak)
  }
}
