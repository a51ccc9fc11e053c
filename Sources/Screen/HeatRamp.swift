/// The colours of heat over a picture: from dark blue over green to light yellow.
///
/// A curve of our own in Oklab, along which lightness rises evenly, so that more heat is always lighter:
/// also for people who see two primaries alike, to whom blue and yellow remain, and without any colour. Stain
/// is pink to violet, of which the curve keeps clear.
public enum HeatRamp {
  /// How much of a pixel is heat; the rest is the picture, in grey, so that every colour is heat.
  static let share: Float = 0.5

  /// The colour of a heat, 0...1.
  public static func colour(_ heat: Float) -> RGB {
    let place = min(max(heat, 0), 1) * Float(colours.count - 1)
    return colours[Int(place.rounded())]
  }

  /// A pixel of the picture, seen through a heat 0...1.
  public static func tinted(_ pixel: RGB, heat: Float) -> RGB {
    let red = Float(pixel.red)
    let green = Float(pixel.green)
    let blue = Float(pixel.blue)
    // The weights of Rec. 709, on coded values: near enough for a ground.
    let grey: Float = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    let over = colour(heat)
    func mixed(_ one: UInt8) -> UInt8 {
      UInt8((grey + (Float(one) - grey) * share).rounded())
    }
    return RGB(mixed(over.red), mixed(over.green), mixed(over.blue))
  }

  /// A quadratic Bezier curve in Oklab: lightness is linear along it, the colours stay inside of sRGB.
  private static let controls: [(lightness: Float, a: Float, b: Float)] = [
    (0.30, 0.036, -0.135), (0.62, -0.165, -0.035), (0.94, -0.029, 0.137),
  ]

  private static let colours: [RGB] = (0..<256).map { step in
    let t = Float(step) / 255
    let weights: [Float] = [(1 - t) * (1 - t), 2 * t * (1 - t), t * t]
    func sum(_ part: (Int) -> Float) -> Float {
      weights[0] * part(0) + weights[1] * part(1) + weights[2] * part(2)
    }
    return RGB(
      Oklab(
        lightness: sum { controls[$0].lightness }, a: sum { controls[$0].a },
        b: sum { controls[$0].b }
      ).light)
  }
}
