/// How a slide was stained, lit and photographed.
public struct SmearStyle: Sendable, Codable, Equatable {
  /// Name of the preset it was made from.
  public var name: String

  // Density of one unit of a dye in the red, green and blue band.

  /// Eosin: orange to pink, taken by eosinophil granules.
  public var eosin: SIMD3<Float>
  /// The purple azure-eosin compound that chromatin takes.
  public var azure: SIMD3<Float>
  /// Methylene blue: the blue of RNA-rich cytoplasm.
  public var methyleneBlue: SIMD3<Float>
  /// Haemoglobin with its eosin, one unit a normal red cell's thick ring.
  public var haemoglobin: SIMD3<Float>
  /// Refraction at the edge of a red cell: dark line on it, bright line outside, in density.
  public var edgeLine: SIMD3<Float>
  public var edgeHalo: SIMD3<Float>
  /// Width of both lines in micrometres.
  public var edgeWidth: Float
  /// Share of the centre's density that a marked pallor takes away: lower and upper end.
  public var pallor: SIMD2<Float>

  // Light and camera.

  /// Light without a cell, 0...255 in red, green, blue; above 255 the camera clips.
  public var light: SIMD3<Float>
  /// Change of the light from the middle to the corners, as a share: negative is a vignette.
  public var corner: SIMD3<Float>
  /// Change of the light across the field, as a share.
  public var gradient: Float
  /// Standard deviation of the optics' blur, in micrometres on the slide.
  public var blurInMicrometres: Float
  /// Strength of the camera's unsharp mask.
  public var sharpening: Float
  /// Sideways colour error at the corners, in pixels.
  public var colourShiftInPixels: Float
  /// Standard deviation of the sensor's noise, in grey levels.
  public var noise: Float

  /// A bright, slightly soft Wright stain on grey ground, as small teaching laboratories have it.
  public static let wright = SmearStyle(
    name: "wright", eosin: [0.12, 0.48, 0.20], azure: [0.50, 0.76, 0.00],
    methyleneBlue: [0.50, 0.37, 0.05], haemoglobin: [0.13, 0.31, 0.26],
    edgeLine: [0.10, 0.15, 0.11], edgeHalo: [0.04, 0.04, 0.03], edgeWidth: 0.22,
    pallor: [0.25, 0.8], light: [200, 203, 196],
    corner: [0.0, 0.0, 0.0], gradient: 0.06, blurInMicrometres: 0.16, sharpening: 0.35,
    colourShiftInPixels: 0.6, noise: 2.2)

  /// May-Gruenwald-Giemsa on cream ground, sharp, from a slide scanner.
  public static let giemsaCream = SmearStyle(
    name: "giemsa-cream", eosin: [0.26, 0.70, 0.62], azure: [1.18, 1.85, 0.42],
    methyleneBlue: [1.05, 0.82, 0.26], haemoglobin: [0.23, 0.36, 0.22],
    edgeLine: [0.05, 0.06, 0.05], edgeHalo: [0, 0, 0], edgeWidth: 0.2, pallor: [0.35, 1.0],
    light: [258, 230, 203],
    corner: [0, 0, 0], gradient: 0.01, blurInMicrometres: 0.09, sharpening: 0.9,
    colourShiftInPixels: 0, noise: 0.8)

  /// May-Gruenwald-Giemsa of a cooler batch: violet ground.
  public static let giemsaViolet = SmearStyle(
    name: "giemsa-violet", eosin: [0.20, 0.78, 0.42], azure: [1.10, 1.65, 0.42],
    methyleneBlue: [0.90, 0.80, 0.24], haemoglobin: [0.17, 0.33, 0.20],
    edgeLine: [0.07, 0.10, 0.06], edgeHalo: [0.01, 0.01, 0.01], edgeWidth: 0.2,
    pallor: [0.3, 0.85], light: [214, 208, 226],
    corner: [-0.01, -0.01, 0], gradient: 0.02, blurInMicrometres: 0.09, sharpening: 0.7,
    colourShiftInPixels: 0.2, noise: 1.0)

  /// A rapid stain that leaves the ground yellow and the red cells pale.
  public static let rapidYellow = SmearStyle(
    name: "rapid-yellow", eosin: [0.20, 0.52, 0.66], azure: [0.80, 1.85, 0.62],
    methyleneBlue: [0.50, 0.48, 0.12], haemoglobin: [0.05, 0.08, 0.16],
    edgeLine: [0.20, 0.25, 0.24], edgeHalo: [0.02, 0.02, 0.03], edgeWidth: 0.2, pallor: [0.2, 0.7],
    light: [248, 240, 158],
    corner: [-0.04, -0.05, -0.08], gradient: 0.06, blurInMicrometres: 0.16, sharpening: 0.2,
    colourShiftInPixels: 0.8, noise: 2.5)

  /// A dull, low-contrast field with pink corners and refractile red cells, from an old camera.
  public static let dullVignette = SmearStyle(
    name: "dull-vignette", eosin: [0.10, 0.36, 0.16], azure: [0.76, 0.90, 0.16],
    methyleneBlue: [0.34, 0.26, 0.04], haemoglobin: [0.12, 0.15, 0.14],
    edgeLine: [0.40, 0.20, 0.05], edgeHalo: [0.14, 0.07, 0.00], edgeWidth: 0.4, pallor: [0.1, 0.9],
    light: [132, 132, 150], corner: [0.48, 0.0, 0.12], gradient: 0.08, blurInMicrometres: 0.17,
    sharpening: 0,
    colourShiftInPixels: 1.2, noise: 2.0)

  /// All presets, in the order `SampleSet` takes them.
  public static let presets = [wright, giemsaCream, giemsaViolet, rapidYellow, dullVignette]

  /// This style with the small differences from slide to slide.
  func varied(_ random: inout RandomSource) -> SmearStyle {
    var style = self
    let strength = random.uniform(0.9, 1.15)
    style.azure *= strength * random.uniform(0.95, 1.05)
    style.methyleneBlue *= strength * random.uniform(0.85, 1.1)
    style.eosin *= random.uniform(0.85, 1.15)
    style.haemoglobin *= random.uniform(0.85, 1.2)
    style.haemoglobin.y *= random.uniform(0.94, 1.08)
    style.light *= random.uniform(0.96, 1.03)
    style.light.x *= random.uniform(0.985, 1.015)
    style.light.z *= random.uniform(0.97, 1.03)
    style.gradient *= random.uniform(0.2, 1.3)
    style.blurInMicrometres *= random.uniform(0.85, 1.3)
    return style
  }
}
