import Foundation

/// One stained part on the grid: a whole nucleus or a lobe of one.
struct NucleusPart {
  let area: Int
  let bounds: PixelRect
  /// Mean of the stain over the part.
  let stain: Float
  /// Green over blue density in parts of the green one: nearly 1 in nuclei of any strength, under a
  /// half in red cells.
  let blueness: Float
  /// The places that border on one outside the part.
  private let outline: [(x: Int, y: Int)]

  /// Grid places below which a part is noise.
  private static let leastArea = 12

  init?(_ places: [Int], of mask: BinaryMask, map: StainMap) {
    guard places.count >= Self.leastArea else { return nil }
    area = places.count
    var left = map.width
    var right = 0
    var top = map.height
    var bottom = 0
    var sum: Float = 0
    var green: Float = 0
    var overBlue: Float = 0
    for place in places {
      green += map.greenDensity[place]
      overBlue += map.greenOverBlue[place]
      left = min(left, place % map.width)
      right = max(right, place % map.width)
      top = min(top, place / map.width)
      bottom = max(bottom, place / map.width)
      sum += map.values[place]
    }
    bounds = PixelRect(x: left, y: top, width: right - left + 1, height: bottom - top + 1)
    stain = sum / Float(places.count)
    blueness = green > 0 ? overBlue / green : 0
    // What hangs together is one part, so a set neighbour belongs to this one.
    let isSet = mask.isSet
    outline = places.compactMap { place in
      let x = place % map.width
      let y = place / map.width
      let isInner =
        x > 0 && x < map.width - 1 && y > 0 && y < map.height - 1
        && isSet[place - 1] && isSet[place + 1]
        && isSet[place - map.width] && isSet[place + map.width]
      return isInner ? nil : (x, y)
    }
  }

  /// The distance between the nearest places of two parts.
  func gap(to other: NucleusPart) -> Double {
    var least = Int.max
    for one in outline {
      for two in other.outline {
        let (dx, dy) = (one.x - two.x, one.y - two.y)
        least = min(least, dx * dx + dy * dy)
      }
    }
    return Double(least).squareRoot()
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
  private var bluenessSum: Float = 0

  /// Parts nearer than this many sizes of the larger one may be lobes of one nucleus,
  private static let reach = 0.25
  /// when together they span at most this many sizes of the largest part in the picture.
  private static let longestSpan = 2.7
  /// A nucleus is no smaller than this part of the largest one in the picture; platelets are. What
  /// the picture's edge cuts may be smaller still.
  private static let leastShare = 0.35
  private static let leastShareAtEdge = 0.21
  /// Nor is its diameter smaller than this part of the picture's shorter side,
  private static let leastDiameterShare = 0.05
  /// nor than this many grain sizes (a platelet is 1 to 3 of them across).
  private static let leastGrains = 2.9
  /// A nucleus is stained this much more strongly than the field's darker quarter is dense in green,
  private static let leastStainOverField = 1.45
  /// where the field, which may be one large cell, counts for a density between these.
  private static let fieldDensities: ClosedRange<Double> = 0.05...0.35
  /// What is less blue than this is a red cell or dirt, however dark.
  private static let leastBlueness = 0.54
  /// The cell is this much wider than its nucleus,
  private static let cellMargin = 1.2
  /// and rounder: its shorter side at least this part of the longer.
  private static let leastRoundness = 0.8

  private init(_ parts: [NucleusPart]) {
    bounds = parts[0].bounds
    for part in parts {
      area += part.area
      lobeCount += 1
      stainSum += part.stain * Float(part.area)
      bluenessSum += part.blueness * Float(part.area)
      bounds = bounds.union(part.bounds)
    }
  }

  /// Joins lobes, then drops what is too small to be a white cell's nucleus.
  static func joined(_ parts: [NucleusPart], on map: StainMap) -> [Nucleus] {
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
    let grain = GrainSize.measure(map)
    let shorterSide = Double(min(map.width, map.height))
    let leastDiameter = max(leastDiameterShare * shorterSide, leastGrains * grain)
    let leastStain = leastStainOverField * fieldDensity(map)
    let possible = nuclei.filter {
      $0.diameter >= leastDiameter && $0.blueness >= leastBlueness && $0.stain >= leastStain
    }
    let largestArea = Double(possible.map(\.area).max() ?? 0)
    return possible.filter { nucleus in
      let share = nucleus.isCut(on: map) ? leastShareAtEdge : leastShare
      return Double(nucleus.area) >= share * largestArea
    }
  }

  private static func fieldDensity(_ map: StainMap) -> Double {
    // The upper quartile, to a thousandth, by counting.
    let step: Float = 0.001
    var counts = [Int](repeating: 0, count: Int(fieldDensities.upperBound / Double(step)) + 1)
    for density in map.greenDensity {
      counts[Int(min(max(density / step, 0), Float(counts.count - 1)))] += 1
    }
    var below = 0
    let bin = counts.firstIndex { count in
      below += count
      return below * 4 > map.greenDensity.count * 3
    }
    return max(Double(bin ?? 0) * Double(step), fieldDensities.lowerBound)
  }

  /// Diameter of the disc of the same area.
  private var diameter: Double { (Double(area) * 4 / Double.pi).squareRoot() }

  private var stain: Double { Double(stainSum / Float(area)) }

  private var blueness: Double { Double(bluenessSum / Float(area)) }

  private func isCut(on map: StainMap) -> Bool {
    bounds.x <= 1 || bounds.y <= 1 || bounds.x + bounds.width >= map.width - 1
      || bounds.y + bounds.height >= map.height - 1
  }

  private static func areLobes(_ one: NucleusPart, _ other: NucleusPart, largest: Double) -> Bool {
    let both = one.bounds.union(other.bounds)
    return Double(max(both.width, both.height)) < longestSpan * largest
      && one.gap(to: other) < reach * max(one.size, other.size)
  }

  /// The cell around the nucleus, in pixels of the picture.
  func cell(reduction: Int, threshold: Float, within picture: PixelRect) -> FoundCell {
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
      box: box.intersection(picture), nucleus: nucleus.intersection(picture),
      nucleusArea: area * reduction * reduction, lobeCount: lobeCount,
      stain: stain, threshold: Double(threshold))
  }
}
