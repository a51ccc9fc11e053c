extension Float {
  /// The nearest whole number, halves away from 0. `rounded()` is a call of the C library where the compiler may not
  /// count on SSE 4.1, and outlines ask for it a million times a field.
  var nearestPlace: Int { Int(self + (self < 0 ? -0.5 : 0.5)) }
}
