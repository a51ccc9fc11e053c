import Imaging

/// What is nucleus beyond doubt: the strongest stain near the middle of a found cell's box.
enum NucleusCore {
  /// The core lies inside this many radii of the box.
  private static let farthest: Float = 1.1
  /// The stain's strong end, without the odd strongest place.
  private static let strongPart = 0.98
  /// What takes no more of the light than this is no stain, but the camera's noise.
  private static let leastStain: Float = 0.04
  /// Where three classes of stain cannot be told, the core begins at this part of the strong end;
  private static let fallbackPart: Float = 0.6
  /// and never below or above these parts of it.
  private static let parts: ClosedRange<Float> = 0.35...0.75
  /// What is thinner than twice this part of half the box is no core, however dark: a rim drawn by the lens, a
  /// filament. Where all is so thin, all of it is core.
  private static let thinPart: Float = 0.08

  static func places(on grid: CellGrid) -> [Bool] {
    var inside: [Float] = []
    inside.reserveCapacity(grid.count)
    for y in 0..<grid.height {
      for x in 0..<grid.width where grid.radius(x: x, y: y) <= farthest {
        inside.append(grid.stain.values[y * grid.width + x])
      }
    }
    let none = [Bool](repeating: false, count: grid.count)
    guard !inside.isEmpty else { return none }
    let strong = inside.ranked(Int(strongPart * Double(inside.count - 1)))
    guard strong > leastStain else { return none }
    let wished = Otsu.upperOfThree(inside.map { $0 / strong }, range: 0...1.5)
    let part = wished > 0 ? wished : fallbackPart
    let least = strong * min(max(part, parts.lowerBound), parts.upperBound)
    var dark = none
    for y in 0..<grid.height {
      for x in 0..<grid.width {
        let place = y * grid.width + x
        dark[place] = grid.stain.values[place] > least && grid.radius(x: x, y: y) <= farthest
      }
    }
    let core = grid.opened(dark, by: thinPart * grid.reach)
    return core.contains(true) ? core : dark
  }
}
