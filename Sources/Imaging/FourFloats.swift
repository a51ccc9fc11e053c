// Four floats at once, into rows whose length is no multiple of four. The widest that every
// processor Swift builds for has.

extension UnsafeMutablePointer<Float> {
  /// Writes the first `count` lanes, at most four.
  @inline(__always)
  func set(_ four: SIMD4<Float>, at index: Int, of count: Int = 4) {
    if count >= 4 {
      UnsafeMutableRawPointer(self + index).storeBytes(of: four, as: SIMD4<Float>.self)
    } else {
      for lane in 0..<count { self[index &+ lane] = four[lane] }
    }
  }
}

extension SIMD4<Float> {
  /// 0, 1, 2, 3: added to a column's number, the numbers of four columns.
  @inline(__always)
  static var steps: SIMD4<Float> { SIMD4(0, 1, 2, 3) }
}

extension Array<Float> {
  /// An array of `count` values of which `fill` must set every one.
  init(count: Int, fill: (UnsafeMutablePointer<Float>) -> Void) {
    self.init(unsafeUninitializedCapacity: count) { values, filled in
      if let start = values.baseAddress { fill(start) }
      filled = count
    }
  }

  /// Lends the values, of which there is at least one.
  @inline(__always)
  func withStart<Result>(_ body: (UnsafePointer<Float>) -> Result) -> Result {
    withUnsafeBufferPointer { values in
      guard let start = values.baseAddress else { preconditionFailure("a plane has a place") }
      return body(start)
    }
  }
}
