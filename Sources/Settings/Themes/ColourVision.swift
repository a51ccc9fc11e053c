import Glibc
public import Screen

/// How colours look to people who see two of the three primaries alike.
///
/// Matrices: G. M. Machado, M. M. Oliveira, L. A. F. Fernandes, "A physiologically-based model for
/// simulation of color vision deficiency", IEEE TVCG 15(6), 2009, severity 1.0; for linear light.
public enum ColourVision: String, CaseIterable, Hashable, Sendable {
  case usual
  /// Without the long-wave cones, about one man in a hundred.
  case protanopia
  /// Without the middle-wave cones, about one man in a hundred; five more see them weakly.
  case deuteranopia

  private var matrix: [[Double]] {
    switch self {
    case .usual: [[1, 0, 0], [0, 1, 0], [0, 0, 1]]
    case .protanopia:
      [
        [0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
      ]
    case .deuteranopia:
      [
        [0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
      ]
    }
  }

  /// How different two colours look: CIEDE2000, in which about 2 can just be seen side by side.
  public func difference(_ one: RGB, _ other: RGB) -> Double {
    Lab(seen(one)).difference(to: Lab(seen(other)))
  }

  /// How light a colour looks: CIE L*, 0...100.
  package func lightness(_ colour: RGB) -> Double { Lab(seen(colour)).lightness }

  /// Linear light after the loss.
  private func seen(_ colour: RGB) -> [Double] {
    let light = [colour.red, colour.green, colour.blue].map { code in
      let coded = Double(code) / 255
      return coded <= 0.04045 ? coded / 12.92 : pow((coded + 0.055) / 1.055, 2.4)
    }
    return matrix.map { row in
      min(1, max(0, row[0] * light[0] + row[1] * light[1] + row[2] * light[2]))
    }
  }
}

/// CIE 1976 L*a*b* for the white point D65.
package struct Lab: Hashable {
  var lightness: Double
  var a: Double
  var b: Double

  /// A colour from its coordinates.
  package init(lightness: Double, a: Double, b: Double) {
    self.lightness = lightness
    self.a = a
    self.b = b
  }

  /// From linear sRGB.
  init(_ light: [Double]) {
    func part(_ red: Double, _ green: Double, _ blue: Double, white: Double) -> Double {
      let value = (red * light[0] + green * light[1] + blue * light[2]) / white
      return value > 216.0 / 24389 ? cbrt(value) : (24389.0 / 27 * value + 16) / 116
    }
    let x = part(0.4124564, 0.3575761, 0.1804375, white: 0.95047)
    let y = part(0.2126729, 0.7151522, 0.0721750, white: 1)
    let z = part(0.0193339, 0.1191920, 0.9503041, white: 1.08883)
    self.init(lightness: 116 * y - 16, a: 500 * (x - y), b: 200 * (y - z))
  }

  /// CIEDE2000 with its weights at 1 (G. Sharma, W. Wu, E. N. Dalal, Color Res. Appl. 30(1), 2005).
  package func difference(to other: Lab) -> Double {
    func radians(_ degrees: Double) -> Double { degrees * .pi / 180 }
    let seventh = pow(25.0, 7)
    let meanChroma = (hypot(a, b) + hypot(other.a, other.b)) / 2
    let stretch = 1.5 - 0.5 * sqrt(pow(meanChroma, 7) / (pow(meanChroma, 7) + seventh))
    let (a1, a2) = (a * stretch, other.a * stretch)
    let (chroma1, chroma2) = (hypot(a1, b), hypot(a2, other.b))
    func hue(_ b: Double, _ a: Double) -> Double {
      let angle = atan2(b, a) * 180 / .pi
      return angle < 0 ? angle + 360 : angle
    }
    let (hue1, hue2) = (hue(b, a1), hue(other.b, a2))
    let isGrey = chroma1 * chroma2 == 0
    var hueStep = isGrey ? 0 : hue2 - hue1
    if hueStep > 180 { hueStep -= 360 } else if hueStep < -180 { hueStep += 360 }
    var meanHue = hue1 + hue2
    if !isGrey {
      if abs(hue1 - hue2) > 180 { meanHue += meanHue < 360 ? 360 : -360 }
      meanHue /= 2
    }
    let light = (lightness + other.lightness) / 2
    let chroma = (chroma1 + chroma2) / 2
    let t =
      1 - 0.17 * cos(radians(meanHue - 30)) + 0.24 * cos(radians(2 * meanHue))
      + 0.32 * cos(radians(3 * meanHue + 6)) - 0.20 * cos(radians(4 * meanHue - 63))
    let spread = pow(light - 50, 2)
    let dLight = (other.lightness - lightness) / (1 + 0.015 * spread / sqrt(20 + spread))
    let dChroma = (chroma2 - chroma1) / (1 + 0.045 * chroma)
    let dHue =
      2 * sqrt(chroma1 * chroma2) * sin(radians(hueStep) / 2) / (1 + 0.015 * chroma * t)
    let turn = 30 * exp(-pow((meanHue - 275) / 25, 2))
    let rotation =
      -sin(radians(2 * turn)) * 2 * sqrt(pow(chroma, 7) / (pow(chroma, 7) + seventh))
    return sqrt(
      dLight * dLight + dChroma * dChroma + dHue * dHue + rotation * dChroma * dHue)
  }
}
