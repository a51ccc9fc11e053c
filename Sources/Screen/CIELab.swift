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

  /// The difference seen between two colours, CIEDE2000 with all weights 1; 1 is just visible.
  package func difference(to other: CIELab) -> Float {
    EightLabs(repeating: other).squaredDifferences(to: self)[0].squareRoot()
  }
}

/// Eight colours side by side, whose differences to another are reckoned at once.
struct EightLabs: Sendable {
  typealias Eight = SIMD8<Float>

  var lightness = Eight()
  var a = Eight()
  var b = Eight()

  init() {}

  init(repeating colour: CIELab) {
    lightness = Eight(repeating: colour.lightness)
    a = Eight(repeating: colour.a)
    b = Eight(repeating: colour.b)
  }

  /// Squares of CIEDE2000.
  ///
  /// Source: Sharma, Wu, Dalal, "The CIEDE2000 color-difference formula", Color Research and
  /// Application 30 (2005). Hue angles are kept as unit vectors, so no trigonometry is needed.
  func squaredDifferences(to one: CIELab) -> Eight {
    let ownChroma = (one.a * one.a + one.b * one.b).squareRoot()
    let plainChroma = (a * a + b * b).squareRoot()
    // a* counts up to half as much again near grey, where the eye tells colours best.
    let stretch = 1.5 - 0.5 * Self.grown((ownChroma + plainChroma) * 0.5)
    let (a1, a2) = (stretch * one.a, stretch * a)
    let b1 = one.b
    let chroma1 = (a1 * a1 + b1 * b1).squareRoot()
    let chroma2 = (a2 * a2 + b * b).squareRoot()
    // 2 (C1 C2 - a1 a2 - b1 b2) is the square of the difference in hue; its sign is the turn's.
    var hue = chroma1 * chroma2 - a1 * a2 - b1 * b
    hue.replace(with: 0, where: hue .< 0)
    hue = (hue + hue).squareRoot()
    hue.replace(with: -hue, where: a1 * b .< a2 * b1)
    // The direction of the mean hue; a grey has none and leaves it to the other.
    let (inverse1, inverse2) = (Self.inverse(chroma1), Self.inverse(chroma2))
    var x = a1 * inverse1 + a2 * inverse2
    var y = b1 * inverse1 + b * inverse2
    let inverse = Self.inverse((x * x + y * y).squareRoot())
    x *= inverse
    y *= inverse
    x.replace(with: 1, where: inverse .== 0)

    let meanChroma = (chroma1 + chroma2) * 0.5
    let off = (lightness + one.lightness) * 0.5 - 50
    let offSquare = off * off
    let l = (lightness - one.lightness) / (1 + 0.015 * offSquare / (20 + offSquare).squareRoot())
    let c = (chroma2 - chroma1) / (1 + 0.045 * meanChroma)
    let h = hue / (1 + 0.015 * meanChroma * Self.hueWeight(x, y))
    var square = l * l + c * c + h * h
    square += Self.rotation(meanChroma, x, y) * c * h
    square.replace(with: 0, where: square .< 0)
    return square
  }

  /// sqrt(c^7 / (c^7 + 25^7)): from 0 at grey to 1 in strong colours.
  private static func grown(_ chroma: Eight) -> Eight {
    let share = chroma * 0.04
    let square = share * share
    let seventh = square * square * square * share
    return (seventh / (seventh + 1)).squareRoot()
  }

  private static func inverse(_ length: Eight) -> Eight {
    var result = 1 / length
    result.replace(with: 0, where: length .== 0)
    return result
  }

  /// T: how the weight of hue changes around the circle, from the mean hue's cosine and sine.
  private static func hueWeight(_ cosine: Eight, _ sine: Eight) -> Eight {
    let (c2, s2) = (cosine * cosine - sine * sine, 2 * cosine * sine)
    let (c3, s3) = (c2 * cosine - s2 * sine, s2 * cosine + c2 * sine)
    let (c4, s4) = (c2 * c2 - s2 * s2, 2 * c2 * s2)
    // Cosines of multiples of the angle, shifted by the formula's constants.
    let first = 0.8660254 * cosine + 0.5 * sine
    let third = 0.9945219 * c3 - 0.1045285 * s3
    let fourth = 0.4539905 * c4 + 0.8910065 * s4
    return 1 - 0.17 * first + 0.24 * c2 + 0.32 * third - 0.20 * fourth
  }

  /// R_T: in blue, chroma and hue depend on one another.
  private static func rotation(_ chroma: Eight, _ cosine: Eight, _ sine: Eight) -> Eight {
    // The angle from 275 degrees; the term is gone long before a right angle.
    let x = 0.0871557 * cosine - 0.9961947 * sine
    let y = 0.0871557 * sine + 0.9961947 * cosine
    let isNear = x .> 0.1
    guard any(isNear) else { return Eight() }
    let angle = arctangent(y / x) * 2.2918312
    // 60 degrees times the bell, in radians: at most 1.05, where five terms of the sine suffice.
    let turn = 1.0471976 * bell(angle * angle)
    let sineOfTurn = turn * series(turn * turn, (1, -1 / 6, 1 / 120, -1 / 5040, 1 / 362_880))
    var result = -2 * grown(chroma) * sineOfTurn
    result.replace(with: 0, where: .!isNear)
    return result
  }

  /// exp(-x), by halving: good to a millionth, which is enough for a weight.
  private static func bell(_ x: Eight) -> Eight {
    var value = series(x * (1 / 64), (1, -1, 1 / 2, -1 / 6, 1 / 24))
    for _ in 0..<6 { value *= value }
    return value
  }

  /// The angle whose tangent this is, -pi/2...pi/2: halved twice, then the series.
  private static func arctangent(_ tangent: Eight) -> Eight {
    let t = halved(halved(tangent))
    return 4 * t * series(t * t, (1, -1 / 3, 1 / 5, -1 / 7, 1 / 9))
  }

  private static func halved(_ t: Eight) -> Eight { t / (1 + (1 + t * t).squareRoot()) }

  /// A polynomial, the constant first.
  private static func series(
    _ x: Eight, _ factors: (Float, Float, Float, Float, Float)
  ) -> Eight {
    var sum = x * factors.4 + factors.3
    sum = sum * x + factors.2
    sum = sum * x + factors.1
    return sum * x + factors.0
  }
}
