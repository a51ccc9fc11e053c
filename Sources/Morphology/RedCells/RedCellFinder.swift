import Foundation
import Imaging

/// Finds red cells and tells apart those that touch or overlap.
///
/// Candidates are the parts of the foreground, and outlines fitted around the centres that edges vote
/// for. The candidate that is most probably a cell (`RedCellScore`) is taken, what it covers is
/// explained, the others' probabilities follow, and so on until none is more likely a cell than not.
struct RedCellFinder {
  let map: FieldMap
  let foreground: Foreground
  let edges: EdgeMap
  /// The field's own radius, in places.
  let radius: Float
  private let network: SmallNetwork
  private let regionOf: [Int32]

  /// A candidate that was taken, or was left at the end, with the features it had then.
  struct Judged {
    let candidate: CandidateCell
    let features: [Float]
    let probability: Float
    let isTaken: Bool
  }

  init(_ map: FieldMap, network: SmallNetwork = RedCellWeights.network) {
    self.map = map
    self.network = network
    foreground = Foreground(map)
    radius = CellRadius.measure(foreground, guess: map.guessedRadius)
    edges = EdgeMap(map)
    var regionOf = [Int32](repeating: -1, count: map.width * map.height)
    for (number, region) in foreground.regions.enumerated() {
      for place in region.places { regionOf[place.y * map.width + place.x] = Int32(number) }
    }
    self.regionOf = regionOf
  }

  /// All candidates with what became of them, those taken first.
  func judged() -> [Judged] {
    let outlines = outlineCandidates()
    var candidates = (outlines + regionCandidates()).map { withRival($0, among: outlines) }
    var taken: [Judged] = []
    var state = Explained(map)
    var features = candidates.map { RedCellScore.features($0, in: self, explained: state) }
    var scores = zip(candidates, features).map { RedCellScore.probability($0, $1, network) }
    var isOpen = [Bool](repeating: true, count: candidates.count)
    var hasRest = false
    while true {
      var best = -1
      for index in candidates.indices where isOpen[index] {
        if best < 0 || scores[index] > scores[best] { best = index }
      }
      if best < 0 || scores[best] < RedCellScore.threshold {
        guard !hasRest else { break }
        hasRest = true
        for rest in restCandidates(state) {
          candidates.append(rest)
          features.append(RedCellScore.features(rest, in: self, explained: state))
          scores.append(RedCellScore.probability(rest, features[features.count - 1], network))
          isOpen.append(true)
        }
        continue
      }
      isOpen[best] = false
      let candidate = candidates[best]
      taken.append(
        Judged(
          candidate: candidate, features: features[best], probability: scores[best], isTaken: true))
      state.take(candidate)
      for index in candidates.indices where isOpen[index] && candidates[index].meets(candidate) {
        features[index] = RedCellScore.features(candidates[index], in: self, explained: state)
        scores[index] = RedCellScore.probability(candidates[index], features[index], network)
      }
    }
    return taken
      + candidates.indices.filter { isOpen[$0] }.map {
        Judged(
          candidate: candidates[$0], features: features[$0], probability: scores[$0], isTaken: false
        )
      }
  }

  private func withRival(_ cell: CandidateCell, among outlines: [CandidateCell]) -> CandidateCell {
    var cell = cell
    let (x, y) = ((cell.left + cell.right) / 2, (cell.top + cell.bottom) / 2)
    for other in outlines {
      guard let outline = other.outline, outline.x > cell.left, outline.x < cell.right,
        outline.y > cell.top, outline.y < cell.bottom
      else { continue }
      let (dx, dy) = (outline.x - x, outline.y - y)
      guard dx * dx + dy * dy > 0.2 * radius * radius else { continue }
      cell.rival = max(cell.rival, other.support * other.filled * min(1, 2 * other.seen))
    }
    return cell
  }

  private func outlineCandidates() -> [CandidateCell] {
    let fit = OutlineFit(map: map, edges: edges, radius: radius)
    return CentreVotes(edges, radius: radius).peaks.compactMap { peak in
      guard let outline = fit.outline(x: peak.x, y: peak.y, radius: radius) else { return nil }
      return candidate(outline, votes: peak.share)
    }
  }

  /// The outline of a part of the foreground, around its middle.
  func outline(of cell: CandidateCell) -> Outline? {
    var (x, y): (Float, Float) = (0, 0)
    for place in cell.places {
      x += Float(Int(place) % map.width)
      y += Float(Int(place) / map.width)
    }
    let count = Float(cell.places.count)
    let own = (count / .pi).squareRoot()
    return OutlineFit(map: map, edges: edges, radius: own)
      .outline(x: x / count, y: y / count, radius: own)
  }

  private func candidate(_ outline: Outline, votes: Float) -> CandidateCell? {
    var (left, right, top, bottom) = (
      Float.infinity, -Float.infinity, Float.infinity, -Float.infinity
    )
    for (unit, reach) in zip(Outline.units, outline.radii) {
      left = min(left, outline.x + unit.x * reach)
      right = max(right, outline.x + unit.x * reach)
      top = min(top, outline.y + unit.y * reach)
      bottom = max(bottom, outline.y + unit.y * reach)
    }
    let isCut =
      left < 0 || top < 0 || right > Float(map.width) - 1 || bottom > Float(map.height) - 1
    let places = inside(outline, left: left, right: right, top: top, bottom: bottom)
    guard !places.isEmpty else { return nil }
    var (edge, none, unseen) = (0, 0, 0)
    for support in outline.support {
      switch support {
      case .edge: edge += 1
      case .none: none += 1
      case .unseen: unseen += 1
      }
    }
    guard edge > 0 else { return nil }
    return CandidateCell(
      origin: .outline, left: max(left - 0.5, -0.5),
      right: min(right + 0.5, Float(map.width) - 0.5),
      top: max(top - 0.5, -0.5), bottom: min(bottom + 0.5, Float(map.height) - 0.5), places: places,
      outline: outline, votes: votes, isCut: isCut, touchesWhiteCell: false,
      support: Float(edge) / Float(edge + none),
      seen: Float(edge + none) / Float(edge + none + unseen),
      means: means(places), discArea: discArea)
  }

  /// Places inside the outline: nearer to the centre than its radius in their direction.
  private func inside(
    _ outline: Outline, left: Float, right: Float, top: Float, bottom: Float
  ) -> [Int32] {
    var places: [Int32] = []
    let rows = max(Int(top.rounded(.up)), 0)...max(min(Int(bottom), map.height - 1), 0)
    // Each row from the crossings of the polygon with it.
    let count = Outline.directions
    for y in rows where y < map.height {
      var crossings: [Float] = []
      let level = Float(y)
      for direction in 0..<count {
        let next = direction + 1 == count ? 0 : direction + 1
        let (one, other) = (Outline.units[direction], Outline.units[next])
        let (y1, y2) = (
          outline.y + one.y * outline.radii[direction], outline.y + other.y * outline.radii[next]
        )
        guard (y1 <= level) != (y2 <= level) else { continue }
        let (x1, x2) = (
          outline.x + one.x * outline.radii[direction], outline.x + other.x * outline.radii[next]
        )
        crossings.append(x1 + (x2 - x1) * (level - y1) / (y2 - y1))
      }
      crossings.sort()
      for pair in stride(from: 0, to: crossings.count - 1, by: 2) {
        let first = max(Int(crossings[pair].rounded(.up)), 0)
        let last = min(Int(crossings[pair + 1].rounded(.down)), map.width - 1)
        guard first <= last else { continue }
        for x in first...last { places.append(Int32(y * map.width + x)) }
      }
    }
    return places
  }

  private func regionCandidates() -> [CandidateCell] {
    foreground.regions.compactMap { region in
      let size = Float(region.area) / discArea
      guard size < 2.2, size > 0.02 else { return nil }
      return candidate(
        region.places, origin: .region, isCut: region.isCut, touching: region.touchesWhiteCell)
    }
  }

  private var discArea: Float { .pi * radius * radius }

  private func candidate(
    _ places: [BinaryMask.Place], origin: CandidateCell.Origin, isCut: Bool, touching: Bool
  ) -> CandidateCell {
    var (left, right, top, bottom) = (Int.max, 0, Int.max, 0)
    for place in places {
      (left, right) = (min(left, place.x), max(right, place.x))
      (top, bottom) = (min(top, place.y), max(bottom, place.y))
    }
    let indices = places.map { Int32($0.y * map.width + $0.x) }
    return CandidateCell(
      origin: origin, left: Float(left) - 0.5, right: Float(right) + 0.5, top: Float(top) - 0.5,
      bottom: Float(bottom) + 0.5, places: indices, outline: nil, votes: 0, isCut: isCut,
      touchesWhiteCell: touching, support: 1, seen: 1, means: means(indices), discArea: discArea,
      solidity: ConvexHull.share(of: places))
  }

  /// Parts of the foreground that no cell taken covers.
  private func restCandidates(_ state: Explained) -> [CandidateCell] {
    let values = (0..<(map.width * map.height)).map {
      foreground.mask[$0] != 0 && state.cover[$0] == 0 ? Float(1) : 0
    }
    let rest = BinaryMask(width: map.width, height: map.height, values: values, above: 0.5).opened()
    return rest.components().compactMap { places in
      guard Float(places.count) > 0.04 * discArea else { return nil }
      let isCut = places.contains {
        $0.x == 0 || $0.y == 0 || $0.x == map.width - 1 || $0.y == map.height - 1
      }
      return candidate(places, origin: .rest, isCut: isCut, touching: false)
    }
  }

  /// What the maps say of places.
  struct Means {
    let filled: Float
    let density: Float
    let stain: Float
    let region: Int32
  }

  private func means(_ places: [Int32]) -> Means {
    var (filled, density, stain): (Float, Float, Float) = (0, 0, 0)
    var counts: [Int32: Int] = [:]
    var (last, run): (Int32, Int) = (-1, 0)
    for place in places {
      let index = Int(place)
      density += map.density[index]
      stain += map.stain[index]
      if foreground.mask[index] != 0 { filled += 1 }
      let region = regionOf[index]
      if region == last {
        run += 1
      } else {
        if last >= 0 { counts[last, default: 0] += run }
        (last, run) = (region, 1)
      }
    }
    if last >= 0 { counts[last, default: 0] += run }
    let count = Float(places.count)
    return Means(
      filled: filled / count, density: density / count / map.level,
      stain: stain / count / map.level,
      region: counts.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key ?? -1)
  }
}

extension CandidateCell {
  fileprivate init(
    origin: Origin, left: Float, right: Float, top: Float, bottom: Float, places: [Int32],
    outline: Outline?, votes: Float, isCut: Bool, touchesWhiteCell: Bool, support: Float,
    seen: Float, means: RedCellFinder.Means, discArea: Float, solidity: Float = 1
  ) {
    self.init(
      origin: origin, left: left, right: right, top: top, bottom: bottom, places: places,
      outline: outline, votes: votes, isCut: isCut, touchesWhiteCell: touchesWhiteCell,
      support: support, seen: seen, filled: means.filled, size: Float(places.count) / discArea,
      density: means.density, stain: means.stain, region: means.region,
      solidity: solidity)
  }

  /// Whether their boxes overlap.
  func meets(_ other: CandidateCell) -> Bool {
    left < other.right && other.left < right && top < other.bottom && other.top < bottom
  }
}
