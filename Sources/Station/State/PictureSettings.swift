public import Screen

/// What is done to a picture for the eye. The model, the finder of cells and the log never see it.
public enum PictureTone: String, CaseIterable, Hashable, Sendable {
  case asTaken = "as-taken"
  case contrast
  case stain

  /// What the picture's title says; nil where nothing was done.
  public var words: String? {
    switch self {
    case .asTaken: nil
    case .contrast: "contrast stretched"
    case .stain: "stain normalised"
    }
  }

  /// The tone that the key turns to.
  var next: PictureTone {
    let all = Self.allCases
    return all[((all.firstIndex(of: self) ?? 0) + 1) % all.count]
  }
}

/// What a session says of its pictures.
public struct PictureSettings: Equatable, Sendable {
  /// Symbols to begin with.
  public let symbols: CellSymbols
  /// Why only half blocks can be shown; nil where finer symbols can.
  public let halfBlocksOnly: String?
  /// Side of a pixel of the images; nil when nobody said.
  public let micrometresPerPixel: Double?

  /// Half blocks and an unknown scale, unless told otherwise.
  /// - Parameter halfBlocksOnly: Keeps `symbols` from anything else.
  public init(
    symbols: CellSymbols = .half, halfBlocksOnly: String? = nil,
    micrometresPerPixel: Double? = nil
  ) {
    self.symbols = halfBlocksOnly == nil ? symbols : .half
    self.halfBlocksOnly = halfBlocksOnly
    self.micrometresPerPixel = micrometresPerPixel
  }
}
