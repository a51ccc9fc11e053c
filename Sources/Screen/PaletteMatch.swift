/// What a picture's colours are to be near in, where a terminal has 256 of them.
///
/// No choice of colours is best in both: the nearest numbers grey pale stain, the nearest looks cost 1.5 dB of PSNR
/// (Benchmarks.md, "Art").
public enum PaletteMatch: String, CaseIterable, Sendable {
  /// What the eye sees, with an eye on the numbers.
  case look
  /// The numbers alone: the least squared error in sRGB.
  case signal
}
