import Foundation

/// One stained part on the grid: a whole nucleus or a lobe of one.
struct NucleusPart {
  let area: Int
  let bounds: PixelRect
  /// Mean of the stain over the part.
  let stain: Float

  /// Grid places below which a part is noise.
  private static let leastArea = 12

  init?(_ places: [Int], map: StainMap) {
    guard places.count >= Self.leastArea else { return nil }
    area = places.count
    var left = map.width
    var right = 0
    var top = map.height
    var bottom = 0
    var sum: Float = 0
    for place in places {
      left = min(left, place % map.width)
      right = max(right, place % map.width)
      top = min(top, place / map.width)
      bottom = max(bottom, place / map.width)
      sum += map.values[place]
    }
    bounds = PixelRect(x: left, y: top, width: right - left + 1, height: bottom - top + 1)
    stain = sum / Float(places.count)
  }

  /// The square root of the area, a length that does not depend on the shape.
  var size: Double { Double(area).squareRoot() }
}

/// The parts of one nucleus, taken together.
struct Nucleus {
  private(set) var area = 0
  private(set) var bounds: PixelRect
  private(set) var lobeCount = 0
  private var stainSum: Float = 0

  /// Parts nearer than this many sizes of the larger one may be lobes of one nucleus,
  private static let reach = 0.25
  /// when together they span at most this many sizes of the largest part in the picture.
  private static let longestSpan = 2.365
  /// A nucleus is no smaller than this part of the largest one in the picture; platelets are. What
  /// the picture's edge cuts may be smaller still.
  private static let leastShare = 0.35
  private static let leastShareAtEdge = 0.10
  /// Nor is its diameter smaller than this part of the picture's shorter side.
  private static let leastDiameterShare = 0.06
  /// The cell is this much wider than its nucleus,
  private static let cellMargin = 1.17
  /// and rounder: its shorter side at least this part of the longer.
  private static let leastRoundness = 0.8

  private init(_ parts: [NucleusPart]) {
    bounds = parts[0].bounds
    for part in parts {
      area += part.area
      lobeCount += 1
      stainSum += part.stain * Float(part.area)
      bounds = bounds.union(part.bounds)
    }
  }

  /// Joins lobes, then drops what is too small to be a white cell's nucleus.
  static func joined(_ parts: [NucleusPart], gridWidth: Int, gridHeight: Int) -> [Nucleus] {
    guard let largest = parts.map(\.size).max() else { return [] }
    // group[i] is the lowest index of the parts that i hangs together with.
    var group = Array(parts.indices)
    for one in parts.indices {
      for other in 0..<one where areLobes(parts[one], parts[other], largest: largest) {
        let (kept, gone) = (min(group[one], group[other]), max(group[one], group[other]))
        for index in group.indices where group[index] == gone { group[index] = kept }
      }
    }
    let nuclei = parts.indices.filter { group[$0] == $0 }.map { first in
      Nucleus(parts.indices.filter { group[$0] == first }.map { parts[$0] })
    }
    let largestArea = Double(nuclei.map(\.area).max() ?? 0)
    let leastDiameter = leastDiameterShare * Double(min(gridWidth, gridHeight))
    return nuclei.filter { nucleus in
      let box = nucleus.bounds
      let isCut =
        box.x <= 1 || box.y <= 1 || box.x + box.width >= gridWidth - 1
        || box.y + box.height >= gridHeight - 1
      let share = isCut ? leastShareAtEdge : leastShare
      let diameter = (Double(nucleus.area) * 4 / Double.pi).squareRoot()
      return Double(nucleus.area) >= share * largestArea && diameter >= leastDiameter
    }
  }

  private static func areLobes(_ one: NucleusPart, _ other: NucleusPart, largest: Double) -> Bool {
    let (a, b) = (one.bounds, other.bounds)
    let both = a.union(b)
    let gapX = max(0, both.width - a.width - b.width)
    let gapY = max(0, both.height - a.height - b.height)
    let gap = Double(gapX * gapX + gapY * gapY).squareRoot()
    return gap < reach * max(one.size, other.size)
      && Double(max(both.width, both.height)) < longestSpan * largest
  }

  /// The cell around the nucleus, in pixels of the picture.
  func cell(reduction: Int, threshold: Float, in image: RGBImage) -> FoundCell {
    let nucleus = PixelRect(
      x: bounds.x * reduction, y: bounds.y * reduction, width: bounds.width * reduction,
      height: bounds.height * reduction)
    let longer = Self.cellMargin * Double(max(nucleus.width, nucleus.height))
    let width = max(Self.cellMargin * Double(nucleus.width), Self.leastRoundness * longer)
    let height = max(Self.cellMargin * Double(nucleus.height), Self.leastRoundness * longer)
    let left = Double(nucleus.x) + (Double(nucleus.width) - width) / 2
    let top = Double(nucleus.y) + (Double(nucleus.height) - height) / 2
    let box = PixelRect(
      x: Int(left.rounded()), y: Int(top.rounded()), width: Int(width.rounded()),
      height: Int(height.rounded()))
    return FoundCell(
      box: box.intersection(image.bounds), nucleus: nucleus.intersection(image.bounds),
      nucleusArea: area * reduction * reduction, lobeCount: lobeCount,
      stain: Double(stainSum / Float(area)), threshold: Double(threshold))
  }
}
