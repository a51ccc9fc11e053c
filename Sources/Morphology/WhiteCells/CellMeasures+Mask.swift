import Imaging
import Review

extension CellMeasures {
  /// Measures a cell by its mask over `region` and the places it was drawn from.
  init(
    _ mask: [UInt8], region: PixelRect, parts: CellParts, grid: CellGrid, image: RGBImage
  ) {
    let nucleus = MaskShape(
      mask, width: region.width, height: region.height,
      least: SegmentedCell.Part.nucleus.rawValue)
    let cell = MaskShape(
      mask, width: region.width, height: region.height,
      least: SegmentedCell.Part.cytoplasm.rawValue)
    let colours = PartColours(mask, region: region, image: image)
    let surroundings = CellSurroundings(parts, grid: grid)
    self.init(
      nucleusArea: nucleus.area, cytoplasmArea: cell.area - nucleus.area,
      lobeCount: NucleusSegments.count(grid.places { parts.nucleus[$0] > 0 }, grid: grid),
      nucleusRoundness: nucleus.roundness, cellRoundness: cell.roundness,
      granularity: surroundings.granularity,
      nucleusColour: colours.nucleus,
      cytoplasmColour: colours.cytoplasm,
      isCutOff: Self.isCutOff(mask, region: region, cellArea: cell.area, image: image),
      isTouching: parts.isParted || surroundings.isTouching)
  }

  /// A cell is cut off when this part of its diameter, and more than one pixel, lies on the edge.
  private static let leastCut = 0.08

  private static func isCutOff(
    _ mask: [UInt8], region: PixelRect, cellArea: Int, image: RGBImage
  ) -> Bool {
    let least = max(2, Int(leastCut * 2 * (Double(cellArea) / Double.pi).squareRoot()))
    func isSet(_ x: Int, _ y: Int) -> Bool {
      mask[y * region.width + x] != SegmentedCell.Part.background.rawValue
    }
    let (columns, rows) = (0..<region.width, 0..<region.height)
    return [
      region.y == 0 ? columns.count { isSet($0, 0) } : 0,
      region.y + region.height == image.height
        ? columns.count { isSet($0, region.height - 1) } : 0,
      region.x == 0 ? rows.count { isSet(0, $0) } : 0,
      region.x + region.width == image.width ? rows.count { isSet(region.width - 1, $0) } : 0,
    ].contains { $0 >= least }
  }
}

/// Mean colours of a cell's parts; nil for a part without a pixel.
private struct PartColours {
  let nucleus: MeanColour?
  let cytoplasm: MeanColour?

  init(_ mask: [UInt8], region: PixelRect, image: RGBImage) {
    var sums = [SIMD4<Int>](repeating: .zero, count: 256)
    for y in 0..<region.height {
      for x in 0..<region.width {
        let part = Int(mask[y &* region.width &+ x])
        guard part != 0 else { continue }
        let (red, green, blue) = image[region.x &+ x, region.y &+ y]
        sums[part] &+= SIMD4(Int(red), Int(green), Int(blue), 1)
      }
    }
    func mean(_ part: SegmentedCell.Part) -> MeanColour? {
      let sum = sums[Int(part.rawValue)]
      guard sum.w > 0 else { return nil }
      func rounded(_ sum: Int, _ count: Int) -> UInt8 { UInt8((2 * sum + count) / (2 * count)) }
      return MeanColour(
        red: rounded(sum.x, sum.w), green: rounded(sum.y, sum.w), blue: rounded(sum.z, sum.w))
    }
    (nucleus, cytoplasm) = (mean(.nucleus), mean(.cytoplasm))
  }
}

/// What the densities in and around a cell tell.
private struct CellSurroundings {
  /// Root mean square of the cytoplasm's green density against its 3 x 3 neighbourhood's mean.
  let granularity: Double
  /// Whether something stained lies against the outline.
  let isTouching: Bool

  /// Places this near to the nucleus or the outline do not count as plain cytoplasm.
  private static let rim: Float = 1.5
  /// What lies this far outside the outline, in parts of half the box, is against it;
  private static let gap: Float = 0.08
  /// stained when denser than this part of the cytoplasm, or than this where it is paler;
  private static let stainedPart: Float = 0.55
  private static let leastDensity: Float = 0.06
  /// and the cell touches something when that holds along this part of the outline.
  private static let leastTouched = 0.1

  init(_ parts: CellParts, grid: CellGrid) {
    let gap = max(2, Self.gap * grid.reach)
    let inside = grid.distances(within: Self.rim) { parts.cell[$0] <= 0 }
    let outside = grid.distances(within: gap + 1) { parts.cell[$0] > 0 }
    let fromNucleus = grid.distances(within: Self.rim) { parts.nucleus[$0] > 0 }
    let mean = grid.green.mean(reach: 1)
    var (squares, density, count) = (0.0, Float(0), 0)
    for place in 0..<grid.count where inside[place] > Self.rim && fromNucleus[place] > Self.rim {
      let difference = grid.green.values[place] - mean.values[place]
      squares += Double(difference * difference)
      density += grid.green.values[place]
      count += 1
    }
    granularity = count > 0 ? (squares / Double(count)).squareRoot() : 0
    let plain = count > 0 ? density / Float(count) : 0
    let stained = max(Self.stainedPart * plain, Self.leastDensity)
    var (around, touched) = (0, 0)
    for place in 0..<grid.count where outside[place] > gap && outside[place] <= gap + 1 {
      around += 1
      if grid.green.values[place] > stained { touched += 1 }
    }
    isTouching = Double(touched) > Self.leastTouched * Double(around)
  }
}
