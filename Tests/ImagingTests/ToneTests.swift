import Imaging
import TestSupport
import Testing

/// What is done to pictures for the eye.
struct ToneTests {
  struct Golden {
    var image: RGBImage
    var stretched: RGBImage
    var normalised: RGBImage

    /// `Fixtures/tones.txt`, written with NumPy and scikit-image by the script beside it.
    init() throws {
      let text = String(decoding: try Fixture.bytes("tones.txt"), as: UTF8.self)
      let lines = text.split(separator: "\n").map { $0.split(separator: " ") }
      let size = lines[0].compactMap { Int($0) }
      func picture(_ column: Int) throws -> RGBImage {
        let rgb = try lines.dropFirst().flatMap { line in
          let value = try #require(UInt32(line[column], radix: 16))
          return [UInt8(value >> 16), UInt8(value >> 8 & 255), UInt8(value & 255)]
        }
        return RGBImage(width: size[0], height: size[1], rgb: rgb)
      }
      image = try picture(0)
      stretched = try picture(1)
      normalised = try picture(2)
    }
  }

  static func stretched(_ image: RGBImage) -> RGBImage {
    var result = image
    ContrastStretch(measuring: image).apply(to: &result.rgb)
    return result
  }

  static func normalised(_ image: RGBImage) -> RGBImage {
    var result = image
    StainNormalisation(from: .init(of: image)).apply(to: &result.rgb)
    return result
  }

  // One level of rounding: single precision here, double there.
  @Test func `contrast and stain equal NumPy and scikit-image`() throws {
    let golden = try Golden()
    let contrast = try #require(largestDifference(Self.stretched(golden.image), golden.stretched))
    #expect(contrast <= 1)
    let stain = try #require(largestDifference(Self.normalised(golden.image), golden.normalised))
    #expect(stain <= 1)
    #expect(golden.stretched != golden.image && golden.normalised != golden.image)
  }

  static func random(seed: UInt64, pixels: Int = 400) -> RGBImage {
    var generator = SeededGenerator(seed: seed)
    let base = UInt8.random(in: 0...200, using: &generator)
    return RGBImage(
      width: pixels, height: 1,
      rgb: (0..<pixels * 3).map { _ in
        base + UInt8.random(in: 0...55, using: &generator)
      })
  }

  static func luma(_ colour: (red: UInt8, green: UInt8, blue: UInt8)) -> Double {
    0.2126 * Double(colour.red) + 0.7152 * Double(colour.green) + 0.0722 * Double(colour.blue)
  }

  @Test func `contrast keeps the order of lightness and the hue`() {
    let seed = UInt64.random(in: 0 ... .max)
    let image = Self.random(seed: seed)
    let stretch = ContrastStretch(measuring: image)
    let result = Self.stretched(image)
    let gain = 255 / Double(stretch.white - stretch.black)
    #expect(gain >= 1 && gain <= 4.01)
    for x in 0..<image.width {
      let (old, new) = (image[x, 0], result[x, 0])
      let wanted = min(max((Self.luma(old) - Double(stretch.black)) * gain, 0), 255)
      #expect(abs(Self.luma(new) - wanted) <= 0.6, "seed \(seed), pixel \(x)")
      // The same hue: what the channels differ by grows by one factor, up to their rounding.
      let a = Double(old.red) - Double(old.green)
      let b = Double(old.blue) - Double(old.green)
      let c = Double(new.red) - Double(new.green)
      let d = Double(new.blue) - Double(new.green)
      #expect(abs(a * d - b * c) <= 1.5 * (abs(a) + abs(b)) + 1e-6, "seed \(seed), pixel \(x)")
      #expect(a * c >= -abs(a) && b * d >= -abs(b), "seed \(seed), pixel \(x)")
    }
  }

  @Test func `a picture that has the whole range is left as it is`() {
    let ramp = RGBImage(width: 256, height: 1, rgb: (0..<768).map { UInt8($0 / 3) })
    var rgb = ramp.rgb
    ContrastStretch(black: 0, white: 255).apply(to: &rgb)
    #expect(rgb == ramp.rgb)
  }

  @Test func `an empty field stays light and does not become noise`() {
    var field = RGBImage(width: 20, height: 20, red: 240, green: 238, blue: 239)
    for index in stride(from: 0, to: field.rgb.count, by: 7) { field.rgb[index] -= 2 }
    let result = Self.stretched(field)
    #expect(result.rgb.allSatisfy { $0 > 225 })
  }

  @Test func `the reference's own colours are left as they are`() {
    let image = Self.random(seed: 3)
    let own = StainNormalisation.Colours(of: image)
    var rgb = image.rgb
    StainNormalisation(from: own, to: own).apply(to: &rgb)
    for (old, new) in zip(image.rgb, rgb) { #expect(abs(Int(old) - Int(new)) <= 1) }
  }

  @Test func `afterwards a field has the reference's mean, and its spread where that is near`() {
    // Colours like stained cells on glass, so that nothing is clipped.
    var generator = SeededGenerator(seed: 11)
    let image = RGBImage(
      width: 60, height: 50,
      rgb: (0..<3000).flatMap { pixel in
        let depth = pixel % 5 == 0 ? 40 : 0
        let noise = Int.random(in: -9...9, using: &generator)
        let red = UInt8(180 - depth + noise)
        let green = UInt8(160 - 2 * depth + noise)
        return [red, green, UInt8(190 - depth / 2 - noise)]
      })
    let after = StainNormalisation.Colours(of: Self.normalised(image))
    let reference = StainNormalisation.Colours.reference
    for axis in 0..<3 {
      #expect(abs(after.mean[axis] - reference.mean[axis]) < 1.5, "axis \(axis)")
    }
  }

  @Test func `a flat picture is moved, never divided by nothing`() {
    let flat = RGBImage(width: 9, height: 9, red: 120, green: 90, blue: 140)
    let result = Self.normalised(flat)
    #expect(Set(result.rgb).count <= 3)
  }

  @Test func `a preview decoded small is measured like the whole picture`() {
    var generator = SeededGenerator(seed: 5)
    var image = RGBImage(width: 1024, height: 768, red: 220, green: 205, blue: 215)
    for _ in 0..<60 {
      let (cx, cy) = (
        Int.random(in: 40..<980, using: &generator), Int.random(in: 40..<720, using: &generator)
      )
      for y in (cy - 30)..<(cy + 30) {
        for x in (cx - 30)..<(cx + 30) where (x - cx) * (x - cx) + (y - cy) * (y - cy) < 900 {
          image.rgb[(y * 1024 + x) * 3 + 1] = 120
          image.rgb[(y * 1024 + x) * 3] = 150
        }
      }
    }
    let small = Resample.areaAverage(
      image, region: SubpixelRect(x: 0, y: 0, width: 1024, height: 768), toWidth: 512, height: 384)
    let (one, other) = (
      ContrastStretch(measuring: image), ContrastStretch(measuring: small)
    )
    #expect(abs(one.black - other.black) <= 1 && abs(one.white - other.white) <= 1)
    let (a, b) = (StainNormalisation.Colours(of: image), StainNormalisation.Colours(of: small))
    for axis in 0..<3 {
      #expect(abs(a.mean[axis] - b.mean[axis]) < 0.1)
      #expect(abs(a.spread[axis] - b.spread[axis]) < 0.2)
    }
  }
}
