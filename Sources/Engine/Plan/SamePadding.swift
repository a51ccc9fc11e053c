/// Keras's `same` padding of a 3-wide convolution along one axis.
///
/// The output has ceil(length / stride) places. What must be padded for that is split evenly, and an
/// odd one goes behind: stride 2 on an even length pads 0 before and 1 after, unlike PyTorch.
package struct SamePadding: Hashable, Sendable {
  package let length: Int
  package let stride: Int

  package init(length: Int, stride: Int) {
    precondition(length > 0 && stride > 0)
    self.length = length
    self.stride = stride
  }

  /// Number of output places.
  package var outputLength: Int { (length + stride - 1) / stride }
  /// Zeros before the first input.
  package var before: Int { max(0, (outputLength - 1) * stride + 3 - length) / 2 }
  /// The first input place, perhaps negative, that output place `output` looks at.
  package func firstInput(of output: Int) -> Int { output * stride - before }

  /// Output places whose three inputs all exist.
  package var interior: Range<Int> {
    let first = min(outputLength, (before + stride - 1) / stride)
    let fitting = length + before - 3
    let end = fitting < 0 ? 0 : min(outputLength, fitting / stride + 1)
    return first..<max(first, end)
  }

  /// The inputs that exist among those that the output places `outputs` look at.
  package func inputs(of outputs: Range<Int>) -> Range<Int> {
    let first = max(0, firstInput(of: outputs.lowerBound))
    return first..<max(first, min(length, firstInput(of: outputs.upperBound - 1) + 3))
  }
}
