import Screen
import Settings
import Testing

/// The colours of heat are read alike by those who see all colours and those who do not.
@Suite struct HeatRampTests {
  private let heats = (0...64).map { Float($0) / 64 }
  private let black = RGB(0, 0, 0)

  @Test("lightness rises all the way", arguments: ColourVision.allCases)
  func monotone(vision: ColourVision) {
    let lightness = heats.map { vision.lightness(HeatRamp.colour($0)) }
    for (less, more) in zip(lightness, lightness.dropFirst()) { #expect(more > less) }
    #expect((lightness.last ?? 0) - (lightness.first ?? 0) > 60)
  }

  @Test(
    "no step is much wider than another: even heat looks even", arguments: ColourVision.allCases)
  func even(vision: ColourVision) {
    let steps = zip(heats, heats.dropFirst(8)).map { one, other in
      vision.difference(HeatRamp.colour(one), HeatRamp.colour(other))
    }
    #expect((steps.min() ?? 0) > 5)
    #expect((steps.max() ?? 0) < 3 * (steps.min() ?? 0))
  }

  @Test("over any pixel more heat is lighter", arguments: ColourVision.allCases)
  func overPictures(vision: ColourVision) {
    // Ground, cytoplasm, nucleus, red cell of a stain, and the ends.
    let pixels = [
      RGB(225, 222, 218), RGB(190, 170, 200), RGB(90, 60, 130), RGB(205, 150, 150), black,
      RGB(255, 255, 255),
    ]
    for pixel in pixels {
      let lightness = stride(from: Float(0), through: 1, by: 0.05).map {
        vision.lightness(HeatRamp.tinted(pixel, heat: $0))
      }
      for (less, more) in zip(lightness, lightness.dropFirst()) { #expect(more > less, "\(pixel)") }
    }
  }

  @Test("the picture is seen through it, and any colour is heat")
  func throughIt() {
    for heat in [Float(0), 0.3, 1] {
      let dark = HeatRamp.tinted(RGB(90, 60, 130), heat: heat)
      let light = HeatRamp.tinted(RGB(225, 222, 218), heat: heat)
      #expect(ColourVision.usual.lightness(light) - ColourVision.usual.lightness(dark) > 20)
    }
    // A red and a blue of one grey look the same: their own colours are gone.
    let (red, blue) = (RGB(255, 0, 0), RGB(54, 54, 54))
    let (one, other) = (HeatRamp.tinted(red, heat: 0.5), HeatRamp.tinted(blue, heat: 0.5))
    #expect(ColourVision.usual.difference(one, other) < 1)
    #expect(HeatRamp.colour(-1) == HeatRamp.colour(0) && HeatRamp.colour(2) == HeatRamp.colour(1))
  }
}
