import Foundation

/// The parts of one nucleus, taken together.
struct Nucleus {
  let parts: [NucleusPart]
  /// Grid places.
  let area: Int
  let bounds: PixelRect

  /// Parts nearer than this many sizes of the larger one may be lobes of one nucleus,
  private static let reach = 0.25
  /// when together they span at most this many sizes of the largest part in the picture.
  private static let longestSpan = 2.7
  /// The cell is this much wider than its nucleus,
  private static let cellMargin = 1.2
  /// and rounder: its shorter side at least this part of the longer.
  private static let leastRoundness = 0.8

  private init(_ parts: [NucleusPart]) {
    self.parts = parts
    area = parts.reduce(0) { $0 + $1.area }
    bounds = parts.dropFirst().reduce(parts[0].bounds) { $0.union($1.bounds) }
  }

  /// Joins the lobes of one nucleus; every part is in one nucleus.
  static func joined(_ parts: [NucleusPart]) -> [Nucleus] {
    guard let largest = parts.map(\.size).max() else { return [] }
    // group[i] is the lowest index of the parts that i hangs together with.
    var group = Array(parts.indices)
    for one in parts.indices {
      for other in 0..<one where areLobes(parts[one], parts[other], largest: largest) {
        let (kept, gone) = (min(group[one], group[other]), max(group[one], group[other]))
        for index in group.indices where group[index] == gone { group[index] = kept }
      }
    }
    return parts.indices.filter { group[$0] == $0 }.map { first in
      Nucleus(parts.indices.filter { group[$0] == first }.map { parts[$0] })
    }
  }

  /// Diameter of the disc of the same area, in grid places.
  var diameter: Double { (Double(area) * 4 / Double.pi).squareRoot() }

  /// Mean strength of the nuclear stain.
  var stain: Double { mean(\.stain) }

  /// Green over blue density in parts of the green one.
  var blueness: Double { mean(\.blueness) }

  /// A mean over the parts, each by its area.
  func mean(_ value: (NucleusPart) -> Float) -> Double {
    Double(parts.reduce(0) { $0 + value($1) * Float($1.area) } / Float(area))
  }

  /// Whether the picture's edge may have cut something off.
  func isCut(on map: StainMap) -> Bool {
    bounds.x <= 1 || bounds.y <= 1 || bounds.x + bounds.width >= map.width - 1
      || bounds.y + bounds.height >= map.height - 1
  }

  private static func areLobes(_ one: NucleusPart, _ other: NucleusPart, largest: Double) -> Bool {
    let both = one.bounds.union(other.bounds)
    return Double(max(both.width, both.height)) < longestSpan * largest
      && one.gap(to: other) < reach * max(one.size, other.size)
  }

  /// The cell around the nucleus, in pixels of the picture.
  func cell(
    reduction: Int, threshold: Float, score: Double, within picture: PixelRect
  ) -> FoundCell {
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
      nucleusArea: area * reduction * reduction, lobeCount: parts.count,
      stain: stain, threshold: Double(threshold), score: score)
  }
}
