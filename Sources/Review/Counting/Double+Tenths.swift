extension Double {
  /// With one digit after the point: `62.5`. For what is not negative, such as a percentage.
  package var tenths: String {
    let tenths = Int((self * 10).rounded())
    return "\(tenths / 10).\(tenths % 10)"
  }
}
