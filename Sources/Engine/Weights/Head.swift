/// The dense layers behind the average pool, as numbers: what a training makes.
public struct Head: Hashable, Sendable {
  /// One dense layer: a matrix times what comes in, plus bias.
  public struct Layer: Hashable, Sendable {
    /// [output][input]
    public let weights: [Float]
    /// [output]
    public let bias: [Float]
    /// Numbers that it gives.
    public var outputCount: Int { bias.count }
    /// Numbers that it takes.
    public var inputCount: Int { weights.count / bias.count }

    /// A layer of as many outputs as `bias` has numbers.
    public init(weights: [Float], bias: [Float]) {
      precondition(!bias.isEmpty && weights.count.isMultiple(of: bias.count))
      self.weights = weights
      self.bias = bias
    }
  }

  /// Takes the features; ReLU follows. Nil of a head of one layer.
  public let hidden: Layer?
  /// Gives the logits.
  public let output: Layer

  /// A head whose layers fit on the features and on one another.
  public init(hidden: Layer?, output: Layer) {
    precondition((hidden ?? output).inputCount == Network.featureCount)
    precondition(hidden.map { $0.outputCount == output.inputCount } ?? true)
    self.hidden = hidden
    self.output = output
  }

  /// Its tensors' names, shapes and numbers, in the order of the file.
  var tensors: [(name: String, shape: [Int], numbers: [Float])] {
    var layers = [("head", output)]
    if let hidden { layers.insert(("hidden", hidden), at: 0) }
    return layers.flatMap { name, layer in
      [
        ("\(name).weight", [layer.outputCount, layer.inputCount], layer.weights),
        ("\(name).bias", [layer.outputCount], layer.bias),
      ]
    }
  }
}
