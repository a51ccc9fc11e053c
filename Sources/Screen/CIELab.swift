/// A colour in CIE L*a*b*, white D65: the coordinates that CIEDE2000 is defined on.
package struct CIELab: Hashable, Sendable {
  var lightness: Float
  var a: Float
  var b: Float

  /// A colour from its coordinates.
  package init(lightness: Float, a: Float, b: Float) {
    self.lightness = lightness
    self.a = a
    self.b = b
  }

  init(_ light: LinearLight) {
    // Rows of the matrix of IEC 61966-2-1, each divided by the white point's value.
    let x = (0.4124564 * light.red + 0.3575761 * light.green + 0.1804375 * light.blue) / 0.95047
    let y = 0.2126729 * light.red + 0.7151522 * light.green + 0.0721750 * light.blue
    let z = (0.0193339 * light.red + 0.1191920 * light.green + 0.9503041 * light.blue) / 1.08883
    let (fx, fy, fz) = (Self.compressed(x), Self.compressed(y), Self.compressed(z))
    lightness = 116 * fy - 16
    a = 500 * (fx - fy)
    b = 200 * (fy - fz)
  }

  init(_ colour: RGB) { self.init(LinearLight(colour)) }

  private static func compressed(_ share: Float) -> Float {
    share > 0.008856452 ? cubeRoot(share) : share * 7.787037 + 0.13793103
  }

  var chroma: Float { (a * a + b * b).squareRoot() }

  /// By how much a* counts more near grey, where the eye tells colours best: 1 + G of CIEDE2000.
  static func stretch(ofChroma chroma: Float) -> Float {
    1.5 - 0.5 * grown(chroma)
  }

  /// sqrt(c^7 / (c^7 + 25^7)): from 0 at grey to 1 in strong colours.
  static func grown(_ chroma: Float) -> Float {
    let share = chroma / 25
    let square = share * share
    let seventh = square * square * square * share
    return (seventh / (seventh + 1)).squareRoot()
  }

  /// The difference seen between two colours, CIEDE2000 with all weights 1; 1 is just visible.
  ///
  /// Source: Sharma, Wu, Dalal, "The CIEDE2000 color-difference formula", Color Research and
  /// Application 30 (2005). Hue angles are kept as unit vectors, so no trigonometry is needed.
  package func difference(to other: CIELab) -> Float {
    let stretch = Self.stretch(ofChroma: (chroma + other.chroma) / 2)
    let (a1, a2) = (stretch * a, stretch * other.a)
    let chroma1 = (a1 * a1 + b * b).squareRoot()
    let chroma2 = (a2 * a2 + other.b * other.b).squareRoot()
    // 2 (C1 C2 - a1 a2 - b1 b2) is the square of the difference in hue; its sign is the turn's.
    let dot = a1 * a2 + b * other.b
    var hue = (2 * max(0, chroma1 * chroma2 - dot)).squareRoot()
    if a1 * other.b - a2 * b < 0 { hue = -hue }
    // The direction of the mean hue; a grey has none and leaves it to the other.
    var (x, y) = Self.sum(of: (a1, b, chroma1), (a2, other.b, chroma2))
    let length = (x * x + y * y).squareRoot()
    if length > 0 { (x, y) = (x / length, y / length) }
    let weights = DifferenceWeights(
      lightness: (lightness + other.lightness) / 2, chroma: (chroma1 + chroma2) / 2,
      cosine: length > 0 ? x : 1, sine: y)
    return weights.difference(
      lightness: other.lightness - lightness, chroma: chroma2 - chroma1, hue: hue)
  }

  private static func sum(
    of one: (Float, Float, Float), _ other: (Float, Float, Float)
  ) -> (Float, Float) {
    var (x, y): (Float, Float) = (0, 0)
    for (a, b, chroma) in [one, other] where chroma > 0 {
      x += a / chroma
      y += b / chroma
    }
    return (x, y)
  }
}

/// How much differences in lightness, chroma and hue count at a place of colour space.
struct DifferenceWeights {
  /// Divisors: S_L, S_C, S_H.
  let lightness: Float
  let chroma: Float
  let hue: Float
  /// R_T: in blue, chroma and hue depend on one another.
  let rotation: Float

  /// - Parameters:
  ///   - chroma: C', the mean of both colours'.
  ///   - cosine: Of the mean hue, as `sine`.
  init(lightness mean: Float, chroma meanChroma: Float, cosine: Float, sine: Float) {
    let off = (mean - 50) * (mean - 50)
    lightness = 1 + 0.015 * off / (20 + off).squareRoot()
    chroma = 1 + 0.045 * meanChroma
    // Cosines of multiples of the angle, shifted by the formula's constants.
    let (c2, s2) = (cosine * cosine - sine * sine, 2 * cosine * sine)
    let (c3, s3) = (c2 * cosine - s2 * sine, s2 * cosine + c2 * sine)
    let (c4, s4) = (c2 * c2 - s2 * s2, 2 * c2 * s2)
    let t =
      1 - 0.17 * (0.8660254 * cosine + 0.5 * sine) + 0.24 * c2
      + 0.32 * (0.9945219 * c3 - 0.1045285 * s3) - 0.20 * (0.4539905 * c4 + 0.8910065 * s4)
    hue = 1 + 0.015 * meanChroma * t
    rotation = Self.rotation(chroma: meanChroma, cosine: cosine, sine: sine)
  }

  func difference(lightness: Float, chroma: Float, hue: Float) -> Float {
    let l = lightness / self.lightness
    let c = chroma / self.chroma
    let h = hue / self.hue
    return max(0, l * l + c * c + h * h + rotation * c * h).squareRoot()
  }

  private static func rotation(chroma: Float, cosine: Float, sine: Float) -> Float {
    // The angle from 275 degrees; the term is gone long before a right angle.
    let x = 0.0871557 * cosine - 0.9961947 * sine
    let y = 0.0871557 * sine + 0.9961947 * cosine
    guard x > 0.1 else { return 0 }
    let angle = arctangent(y / x)
    let degrees25 = angle * 2.2918312
    // 60 degrees times the bell, in radians: at most 1.05, where five terms of the sine suffice.
    let turn = 1.0471976 * bell(degrees25 * degrees25)
    let square = turn * turn
    let sineOfTurn =
      turn * (1 - square / 6 * (1 - square / 20 * (1 - square / 42 * (1 - square / 72))))
    return -2 * CIELab.grown(chroma) * sineOfTurn
  }

  /// exp(-x), by halving: good to a millionth, which is enough for a weight.
  private static func bell(_ x: Float) -> Float {
    guard x < 40 else { return 0 }
    let small = x / 64
    var value = 1 - small * (1 - small / 2 * (1 - small / 3 * (1 - small / 4)))
    for _ in 0..<6 { value *= value }
    return value
  }

  /// The angle whose tangent this is, -pi/2...pi/2: halved twice, then the series.
  private static func arctangent(_ tangent: Float) -> Float {
    func halved(_ t: Float) -> Float { t / (1 + (1 + t * t).squareRoot()) }
    let t = halved(halved(tangent))
    let square = t * t
    return 4 * t * (1 - square * (1 / 3 - square * (1 / 5 - square * (1 / 7 - square / 9))))
  }
}
