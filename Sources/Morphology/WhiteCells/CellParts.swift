import Imaging

/// The places of one cell's nucleus and of the whole cell, out of what each place looks like.
struct CellParts {
  /// Leads of `PartClassifier`, positive exactly where the place belongs to this cell's nucleus and to
  /// this cell.
  private(set) var nucleus: [Float]
  private(set) var cell: [Float]
  /// Whether another white cell was parted from it.
  private(set) var isParted = false

  /// A part of the nucleus has at least this share of the largest part.
  private static let leastLobe = 0.04
  /// Its middle lies inside this many radii of the box.
  private static let farthestLobe: Float = 1.15
  /// A nucleus that lies in two cells' shares is cut between them when each has this part of it.
  private static let leastShare = 0.25
  /// Necks thinner than twice this part of half the box join something else to the cell.
  private static let neckPart: Float = 0.16
  /// Radius of the disc, in parts of half the box.
  private static let dentPart: Float = 0.1
  /// Holes up to this part of the nucleus are vacuoles and noise; larger ones are the ring's middle.
  private static let largestHole = 0.02
  /// Two cells touch along at least so many places.
  private static let leastBorder = 4
  /// The lead of a place whose neighbours decided about it.
  private static let decided: Float = 0.5

  init(
    _ margins: PartMargins, core: [Bool], shares: CellShares, grid: CellGrid
  ) {
    (nucleus, cell) = (margins.nucleus, margins.cell)
    let (own, others) = Self.nuclei(margins.nucleus, core: core, shares: shares, grid: grid)
    Self.set(&nucleus, own)
    fillSmallHoles(grid)
    let nucleus = nucleus
    var isCell = grid.places { cell[$0] > 0 || nucleus[$0] > 0 }
    if others.contains(true) {
      let grown = Self.grown(own, against: others, within: isCell, grid: grid)
      isParted = grown.border >= Self.leastBorder
      isCell = Self.withoutDents(grown.own, grid: grid)
      for place in isCell.indices where grown.others[place] { isCell[place] = false }
    } else {
      isCell = Self.withoutDents(isCell, grid: grid)
    }
    isCell = Self.withoutNecks(isCell, around: { nucleus[$0] > 0 }, grid: grid)
    let filled = grid.mask(isCell).holesFilled()
    for y in 0..<grid.height {
      for x in 0..<grid.width where filled.contains(x, y) { isCell[y * grid.width + x] = true }
    }
    Self.set(&cell, isCell)
  }

  /// Makes the leads positive exactly in a set of places.
  private static func set(_ leads: inout [Float], _ places: [Bool]) {
    for place in leads.indices where (leads[place] > 0) != places[place] {
      leads[place] = places[place] ? decided : -decided
    }
  }

  /// The places of this cell's nucleus, and those of other nuclei nearby.
  private static func nuclei(
    _ leads: [Float], core: [Bool], shares: CellShares, grid: CellGrid
  ) -> (own: [Bool], others: [Bool]) {
    var own = [Bool](repeating: false, count: grid.count)
    var others = own
    let parts = grid.mask(grid.places { leads[$0] > 0 }).components().map { places in
      NucleusLobe(places, core: core, shares: shares, grid: grid)
    }
    let largest =
      parts.filter { $0.isNear(farthestLobe) && $0.ownShare >= 0.5 }
      .map(\.places.count).max() ?? 0
    for part in parts where Double(part.places.count) >= leastLobe * Double(largest) {
      let isDivided = part.ownShare > leastShare && part.ownShare < 1 - leastShare
      for place in part.places {
        let isOwn = isDivided ? shares.isOwn(place) : part.ownShare >= 0.5
        if isOwn && part.isNear(farthestLobe) {
          own[place] = true
        } else if !isOwn {
          others[place] = true
        }
      }
    }
    return (own, others)
  }

  /// The places reached from one nucleus before the others, step by step through the cells: where
  /// two fronts meet, the cells part; `border` counts the places there. Steps go to four and to eight neighbours in turn.
  private static func grown(
    _ own: [Bool], against others: [Bool], within isCell: [Bool], grid: CellGrid
  ) -> (own: [Bool], others: [Bool], border: Int) {
    var label = [UInt8](repeating: 0, count: grid.count)
    var front: [Int] = []
    for place in label.indices where own[place] || others[place] {
      label[place] = own[place] ? 1 : 2
      front.append(place)
    }
    var isWide = false
    while !front.isEmpty {
      var next: [Int] = []
      for place in front {
        grid.forNeighbours(of: place, all: isWide) { neighbour in
          guard label[neighbour] == 0, isCell[neighbour] else { return }
          label[neighbour] = label[place]
          next.append(neighbour)
        }
      }
      // A corner skipped in a narrow step is reached from its neighbours in the next.
      front = next
      isWide.toggle()
    }
    var border = 0
    for place in label.indices where label[place] == 1 {
      grid.forNeighbours(of: place, all: false) { if label[$0] == 2 { border += 1 } }
    }
    return (label.map { $0 == 1 }, label.map { $0 == 2 }, border)
  }

  /// With the dents filled that a disc does not fit into: pale cytoplasm between lobes and rim.
  private static func withoutDents(_ isCell: [Bool], grid: CellGrid) -> [Bool] {
    grid.opened(isCell.map { !$0 }, by: dentPart * grid.reach).map { !$0 }
  }

  /// What hangs together with the nucleus by more than a thin neck.
  private static func withoutNecks(
    _ isCell: [Bool], around isNucleus: (Int) -> Bool, grid: CellGrid
  ) -> [Bool] {
    let neck = neckPart * grid.reach
    let depth = grid.distances(within: neck) { !isCell[$0] }
    // From the nucleus through what is thick.
    var isReached = [Bool](repeating: false, count: grid.count)
    var reached: [Int] = []
    for place in isReached.indices where isNucleus(place) {
      isReached[place] = true
      reached.append(place)
    }
    var next = 0
    while next < reached.count {
      grid.forNeighbours(of: reached[next], all: false) { neighbour in
        guard !isReached[neighbour], depth[neighbour] > neck else { return }
        isReached[neighbour] = true
        reached.append(neighbour)
      }
      next += 1
    }
    let away = grid.distances(within: neck) { isReached[$0] }
    return isCell.indices.map { isCell[$0] && away[$0] <= neck }
  }

  private mutating func fillSmallHoles(_ grid: CellGrid) {
    let nucleus = nucleus
    let mask = grid.mask(grid.places { nucleus[$0] > 0 })
    let filled = mask.holesFilled()
    let area = nucleus.count { $0 > 0 }
    let holes = grid.places {
      filled.contains($0 % grid.width, $0 / grid.width) && nucleus[$0] <= 0
    }
    for hole in grid.mask(holes).components()
    where Double(hole.count) <= Self.largestHole * Double(area) {
      for place in hole { self.nucleus[place.y * grid.width + place.x] = Self.decided }
    }
  }
}

/// A part of a nucleus, seen from one cell.
private struct NucleusLobe {
  let places: [Int]
  /// The part of it that is nearest to the cell, 0...1.
  let ownShare: Double
  private let radius: Float
  private let hasCore: Bool

  init(_ places: [BinaryMask.Place], core: [Bool], shares: CellShares, grid: CellGrid) {
    self.places = places.map { $0.y * grid.width + $0.x }
    let own = self.places.count { shares.isOwn($0) }
    ownShare = Double(own) / Double(places.count)
    let x = Float(places.reduce(0) { $0 + $1.x }) / Float(places.count)
    let y = Float(places.reduce(0) { $0 + $1.y }) / Float(places.count)
    radius = grid.radius(x: Int(x), y: Int(y))
    hasCore = self.places.contains { core[$0] }
  }

  func isNear(_ farthest: Float) -> Bool { hasCore && radius <= farthest }
}

extension CellGrid {
  /// A flag for each place.
  func places(_ isSet: (Int) -> Bool) -> [Bool] { (0..<count).map(isSet) }

  /// The flags as a mask.
  func mask(_ isSet: [Bool]) -> BinaryMask {
    BinaryMask(width: width, height: height, values: isSet.map { $0 ? 1 : 0 }, above: 0.5)
  }

  /// The places of a set that a disc of this radius reaches which fits into the set.
  func opened(_ isSet: [Bool], by radius: Float) -> [Bool] {
    let depth = distances(within: radius) { !isSet[$0] }
    let away = distances(within: radius) { depth[$0] > radius }
    return away.map { $0 <= radius }
  }

  /// The four or eight neighbours on the grid.
  @inline(__always)
  func forNeighbours(of place: Int, all: Bool, _ body: (Int) -> Void) {
    let (x, y) = (place % width, place / width)
    let (left, right) = (x > 0, x < width &- 1)
    let (above, below) = (y > 0, y < height &- 1)
    if left { body(place &- 1) }
    if right { body(place &+ 1) }
    if above { body(place &- width) }
    if below { body(place &+ width) }
    guard all else { return }
    if left && above { body(place &- width &- 1) }
    if right && above { body(place &- width &+ 1) }
    if left && below { body(place &+ width &- 1) }
    if right && below { body(place &+ width &+ 1) }
  }
}
