/// A colour by how it looks: distances are about as large as the differences seen.
///
/// Source: B. Ottosson, "A perceptual color space for image processing", 2020.
struct Oklab: Hashable, Sendable {
  var lightness: Float
  var a: Float
  var b: Float

  init(lightness: Float, a: Float, b: Float) {
    self.lightness = lightness
    self.a = a
    self.b = b
  }

  init(_ light: LinearLight) {
    let l = cubeRoot(
      0.4122214708 * light.red + 0.5363325363 * light.green + 0.0514459929 * light.blue)
    let m = cubeRoot(
      0.2119034982 * light.red + 0.6806995451 * light.green + 0.1073969566 * light.blue)
    let s = cubeRoot(
      0.0883024619 * light.red + 0.2817188376 * light.green + 0.6299787005 * light.blue)
    lightness = 0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s
    a = 1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s
    b = 0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s
  }

  init(_ colour: RGB) { self.init(LinearLight(colour)) }

  /// The light that looks so; outside of 0...1 where sRGB has no such colour.
  var light: LinearLight {
    func cube(_ x: Float) -> Float { x * x * x }
    let l = cube(lightness + 0.3963377774 * a + 0.2158037573 * b)
    let m = cube(lightness - 0.1055613458 * a - 0.0638541728 * b)
    let s = cube(lightness - 0.0894841775 * a - 1.2914855480 * b)
    return LinearLight(
      red: 4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
      green: -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
      blue: -0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s)
  }

  /// Square of the distance to another colour.
  func squaredDistance(to other: Oklab) -> Float {
    let dl = lightness - other.lightness
    let da = a - other.a
    let db = b - other.b
    return dl * dl + da * da + db * db
  }
}

/// The cube root of a number that is 0 or more: a guess from the bits, then two steps of Halley's
/// method, which leave an error of about one unit in the last place.
func cubeRoot(_ x: Float) -> Float {
  guard x > 0 else { return 0 }
  var root = Float(bitPattern: x.bitPattern / 3 + 0x2A51_4067)
  for _ in 0..<2 {
    let cube = root * root * root
    root *= (cube + 2 * x) / (2 * cube + x)
  }
  return root
}
