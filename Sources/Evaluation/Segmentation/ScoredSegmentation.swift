public import Imaging
public import Morphology
public import Review

/// A masked image with what the program made of it.
public struct ScoredSegmentation: Sendable {
  /// What came out for the masked cell.
  public enum Outcome: Sendable {
    case scored(Scores)
    /// No cell was found that overlaps the mask.
    case noCell
    /// Nobody drew a mask of this image, only boxes.
    case noMask
    case unreadable(Notice)
  }

  /// Overlaps with the mask.
  public struct Scores: Sendable {
    public let nucleus: MaskOverlap
    public let cell: MaskOverlap
    /// The nucleus by `SaturationThreshold` in the same surroundings.
    public let baseline: MaskOverlap
    /// What was found and what was drawn, for the page of the worst.
    public let picture: RGBImage
  }

  public let image: LabelledImage
  public let outcome: Outcome
  /// Boxes of the white cells as the finder gives them, and around what was outlined in each.
  public let found: [Box]
  public let outlined: [Box]

  /// An image that could not be read.
  public init(_ image: LabelledImage, unreadable notice: Notice) {
    self.image = image
    outcome = .unreadable(notice)
    (found, outlined) = ([], [])
  }

  /// Holds what was found in a picture against its mask, which is as large as the picture; nil where
  /// only boxes were drawn.
  ///
  /// The mask marks one cell or a few, not always all: the found cells that lie with at least half of
  /// their pixels in it are taken together, or else the one that lies in it most.
  public init(
    _ image: LabelledImage, _ cells: [SegmentedCell], in picture: RGBImage, mask: RGBImage?
  ) {
    self.image = image
    found = cells.map { Box($0.box) }
    outlined = cells.map { Box($0.outlineBox) }
    guard let mask else {
      outcome = .noMask
      return
    }
    let shares = cells.map { Self.share(of: $0, in: mask) }
    let most = shares.max() ?? 0
    let chosen = zip(cells, shares).filter { $1 >= min(Self.leastShare, most) && $1 > 0 }.map(\.0)
    guard !chosen.isEmpty else {
      outcome = .noCell
      return
    }
    let bounds = picture.bounds
    var levels = [UInt8](repeating: 0, count: bounds.area)
    var isBase = [Bool](repeating: false, count: bounds.area)
    for cell in chosen {
      for (place, part) in zip(cell.region.places(across: bounds.width), cell.mask) {
        levels[place] = max(levels[place], part)
      }
      let around = cell.box.grown(by: Self.margin).intersection(bounds)
      let nucleus = SaturationThreshold.nucleus(in: picture, region: around)
      for (place, isNucleus) in zip(around.places(across: bounds.width), nucleus) where isNucleus {
        isBase[place] = true
      }
    }
    let drawn = (0..<bounds.area).map { mask.rgb[$0 * 3] }
    let isNucleus = { (level: UInt8) in level >= Self.nucleusLevel }
    let isCell = { (level: UInt8) in level >= Self.cellLevel }
    outcome = .scored(
      Scores(
        nucleus: MaskOverlap(levels.lazy.map(isNucleus), drawn.lazy.map(isNucleus)),
        cell: MaskOverlap(levels.lazy.map(isCell), drawn.lazy.map(isCell)),
        baseline: MaskOverlap(isBase, drawn.lazy.map(isNucleus)),
        picture: OutlinePicture.draw(picture, found: levels, drawn: drawn)))
  }

  /// Whether the image or its mask could not be read.
  public var isUnreadable: Bool {
    if case .unreadable = outcome { true } else { false }
  }

  /// A found cell belongs to the mask with this share of its pixels.
  private static let leastShare = 0.5
  /// The baseline looks at the box and this part of its longer side around it, as the program does.
  static let margin = 0.5
  /// Grey levels of a mask from which on a pixel is nucleus, or cell.
  static let nucleusLevel: UInt8 = 192
  static let cellLevel: UInt8 = 64

  private static func share(of cell: SegmentedCell, in mask: RGBImage) -> Double {
    var (own, both) = (0, 0)
    for (place, part) in zip(cell.region.places(across: mask.width), cell.mask) where part > 0 {
      own += 1
      if mask.rgb[place * 3] >= cellLevel { both += 1 }
    }
    return own == 0 ? 0 : Double(both) / Double(own)
  }
}

extension MaskOverlap {
  /// The overlap of two sets of the same pixels.
  init(_ found: some Sequence<Bool>, _ drawn: some Sequence<Bool>) {
    var counts = (found: 0, drawn: 0, both: 0)
    for (one, other) in zip(found, drawn) {
      counts.found += one ? 1 : 0
      counts.drawn += other ? 1 : 0
      counts.both += one && other ? 1 : 0
    }
    self.init(found: counts.found, drawn: counts.drawn, both: counts.both)
  }
}

extension PixelRect {
  /// Places of its pixels, row by row, in a picture of so many columns.
  func places(across width: Int) -> [Int] {
    (y..<(y + height)).flatMap { row in (x..<(x + self.width)).map { row * width + $0 } }
  }

  /// The box with this part of its longer side around it.
  func grown(by part: Double) -> PixelRect {
    let margin = Int((part * Double(max(width, height))).rounded())
    return PixelRect(
      x: x - margin, y: y - margin, width: width + 2 * margin, height: height + 2 * margin)
  }
}
