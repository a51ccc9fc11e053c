import Foundation
import Imaging

/// Turns density into the picture a microscope camera gives: light, blur, colour error, noise, bytes.
enum Camera {
  static func expose(
    _ canvas: DensityCanvas, specification: FieldSpecification, random: inout RandomSource
  ) -> RGBImage {
    let style = specification.style
    let optics = style.blurInMicrometres * specification.pixelsPerMicrometre
    // Independent blurs add up as variances.
    let blur =
      (optics * optics + specification.focusBlurInPixels * specification.focusBlurInPixels)
      .squareRoot()
    let width = canvas.width
    let height = canvas.height
    let direction = Shape.polar(style.gradient, random.angle())
    let half = SIMD2(Float(width), Float(height)) / 2
    var image = Plane(width: width, height: height)
    for y in 0..<height {
      for x in 0..<width {
        let place = (SIMD2(Float(x), Float(y)) + 0.5 - half) / half
        let slope = 1 + (place * direction).sum()
        let corner = 1 + style.corner * ((place * place).sum() / 2)
        let density = canvas.total(at: y * width + x, haemoglobin: style.haemoglobin)
        let passed = SIMD3(exp(-density.x), exp(-density.y), exp(-density.z))
        image.light[y * width + x] = style.light * corner * slope * passed
      }
    }
    image.blur(blur)
    if style.sharpening > 0 { image.sharpen(style.sharpening, radius: 1 + blur) }
    if style.colourShiftInPixels > 0 { image.shiftColours(style.colourShiftInPixels) }
    return RGBImage(
      width: width, height: height, rgb: image.quantised(noise: style.noise, random: &random))
  }
}

/// Red, green and blue light of each pixel, 0...255 and above.
struct Plane {
  let width: Int
  let height: Int
  var light: [SIMD3<Float>]

  init(width: Int, height: Int) {
    self.width = width
    self.height = height
    light = Array(repeating: .zero, count: width * height)
  }

  /// Gaussian blur of standard deviation `sigma` pixels; the edge pixels repeat.
  mutating func blur(_ sigma: Float) {
    guard sigma > 0.1 else { return }
    let reach = Int((3 * sigma).rounded(.up))
    var kernel = (-reach...reach).map { exp(-Float($0 * $0) / (2 * sigma * sigma)) }
    let sum = kernel.reduce(0, +)
    kernel = kernel.map { $0 / sum }
    for alongRows in [true, false] {
      let source = light
      for y in 0..<height {
        for x in 0..<width {
          var total = SIMD3<Float>.zero
          for (step, weight) in kernel.enumerated() {
            let offset = step - reach
            let column = alongRows ? min(max(x + offset, 0), width - 1) : x
            let row = alongRows ? y : min(max(y + offset, 0), height - 1)
            total += source[row * width + column] * weight
          }
          light[y * width + x] = total
        }
      }
    }
  }

  /// Unsharp mask: adds `strength` of the difference to a blurred copy.
  mutating func sharpen(_ strength: Float, radius: Float) {
    var soft = self
    soft.blur(radius)
    for index in light.indices { light[index] += (light[index] - soft.light[index]) * strength }
  }

  /// Magnifies red and shrinks blue about the middle so that they miss by `shift` pixels at a corner.
  mutating func shiftColours(_ shift: Float) {
    let half = SIMD2(Float(width), Float(height)) / 2
    let source = self
    for y in 0..<height {
      for x in 0..<width {
        let place = SIMD2(Float(x), Float(y)) + 0.5
        let outward = (place - half) / length(half) * shift
        light[y * width + x].x = source.sample(place + outward).x
        light[y * width + x].z = source.sample(place - outward).z
      }
    }
  }

  /// Light at a place between pixel centres, bilinear.
  private func sample(_ place: SIMD2<Float>) -> SIMD3<Float> {
    let limit = SIMD2(Float(width - 1), Float(height - 1))
    let inside = pointwiseMin(pointwiseMax(place - 0.5, .zero), limit)
    let x = min(Int(inside.x), max(width - 2, 0))
    let y = min(Int(inside.y), max(height - 2, 0))
    let right = min(x + 1, width - 1)
    let below = min(y + 1, height - 1)
    let tx = inside.x - Float(x)
    let ty = inside.y - Float(y)
    let top = light[y * width + x] * (1 - tx) + light[y * width + right] * tx
    let low = light[below * width + x] * (1 - tx) + light[below * width + right] * tx
    return top * (1 - ty) + low * ty
  }

  /// Bytes with sensor noise: three parts grey, one part colour.
  func quantised(noise: Float, random: inout RandomSource) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(light.count * 3)
    for value in light {
      let grey = random.normal() * noise * 0.8
      for channel in 0..<3 {
        // The sum of two uniforms is near enough to normal for the weak colour part.
        let colour = (random.unit() + random.unit() - 1) * noise * 0.9
        bytes.append(UInt8(min(max(value[channel] + grey + colour, 0), 255).rounded()))
      }
    }
    return bytes
  }
}
