import Foundation
import Imaging

/// Finds platelets: small parts stained like a nucleus, outside white cells.
struct PlateletFinder {
  let map: FieldMap
  let foreground: Foreground
  /// The field's red-cell radius, in places.
  let radius: Float
  private let network: SmallNetwork

  /// From this probability on, a part is a platelet.
  static let threshold: Float = 0.5

  /// A part that may be a platelet, with what speaks for it.
  struct Candidate {
    /// In places: edges between which it lies.
    let left: Int
    let right: Int
    let top: Int
    let bottom: Int
    let places: [BinaryMask.Place]
    let features: [Float]
    let probability: Float
  }

  init(
    _ map: FieldMap, foreground: Foreground, radius: Float,
    network: SmallNetwork = PlateletWeights.network
  ) {
    self.map = map
    self.foreground = foreground
    self.radius = radius
    self.network = network
  }

  func platelets() -> [Platelet] {
    candidates().filter { $0.probability >= Self.threshold }.map { candidate in
      let scale = map.reduction
      let box = PixelRect(
        x: candidate.left * scale, y: candidate.top * scale,
        width: (candidate.right - candidate.left + 1) * scale,
        height: (candidate.bottom - candidate.top + 1) * scale)
      return Platelet(
        box: box.intersection(map.bounds), area: candidate.places.count * scale * scale)
    }
  }

  /// Above this much stain a place may be platelet: what red cells have, and half their spread more.
  private var threshold: Float {
    var values: [Float] = []
    for place in stride(from: 0, to: map.stain.count, by: 7) where foreground.mask[place] != 0 {
      values.append(map.stain[place])
    }
    guard values.count > 20 else { return 0.2 }
    values.sort()
    let median = values[values.count / 2]
    let spread = values[values.count * 3 / 4] - median
    return max(median + 3 * spread, median + 0.3 * map.level, 0.08)
  }

  func candidates() -> [Candidate] {
    let limit = threshold
    let discArea = Float.pi * radius * radius
    let values = map.stain.indices.map { map.whiteCells[$0] == 0 ? map.stain[$0] : 0 }
    let mask = BinaryMask(width: map.width, height: map.height, values: values, above: limit)
    return mask.components().compactMap { places in
      let size = Float(places.count) / discArea
      guard size > 0.008, size < 0.7 else { return nil }
      return candidate(places, size: size, threshold: limit)
    }
  }

  private func candidate(
    _ places: [BinaryMask.Place], size: Float, threshold: Float
  ) -> Candidate {
    var (left, right, top, bottom) = (Int.max, 0, Int.max, 0)
    var (stain, peak, density): (Float, Float, Float) = (0, 0, 0)
    for place in places {
      (left, right) = (min(left, place.x), max(right, place.x))
      (top, bottom) = (min(top, place.y), max(bottom, place.y))
      let index = place.y * map.width + place.x
      stain += map.stain[index]
      peak = max(peak, map.stain[index])
      density += map.density[index]
    }
    let count = Float(places.count)
    // What lies around: a frame of a fifth of a radius.
    let reach = max(2, Int(radius / 5))
    var (around, aroundDensity, aroundCells, white, seen): (Float, Float, Float, Float, Float) = (
      0, 0, 0, 0, 0
    )
    for y in max(top - reach, 0)...min(bottom + reach, map.height - 1) {
      for x in max(left - reach, 0)...min(right + reach, map.width - 1)
      where x < left || x > right || y < top || y > bottom {
        let index = y * map.width + x
        seen += 1
        if map.whiteCells[index] != 0 {
          white += 1
        } else {
          around += map.stain[index]
          aroundDensity += map.density[index]
          if foreground.mask[index] != 0 { aroundCells += 1 }
        }
      }
    }
    let clear = max(seen - white, 1)
    let (wide, high) = (Float(right - left + 1), Float(bottom - top + 1))
    let isCut = left == 0 || top == 0 || right == map.width - 1 || bottom == map.height - 1
    let features: [Float] = [
      log(size), stain / count / map.level, peak / map.level, density / count / map.level,
      around / clear / map.level, aroundDensity / clear / map.level, aroundCells / clear,
      white / max(seen, 1), count / (wide * high), max(wide, high) / min(wide, high),
      isCut ? 1 : 0, threshold / map.level, stain / density,
    ]
    let whole = withRim(places)
    return Candidate(
      left: whole.reduce(left) { min($0, $1.x) }, right: whole.reduce(right) { max($0, $1.x) },
      top: whole.reduce(top) { min($0, $1.y) }, bottom: whole.reduce(bottom) { max($0, $1.y) },
      places: whole, features: features, probability: network.probability(features))
  }

  /// The rim of a platelet is pale: it is as wide as this part of a red cell's radius at most,
  private static let rimWidth: Float = 0.1
  /// and as dense as this part of what parts cells from glass at least.
  private static let rimDensity: Float = 0.5

  /// With the pale rim around the stained middle.
  private func withRim(_ middle: [BinaryMask.Place]) -> [BinaryMask.Place] {
    var whole = middle
    var seen = Set(middle)
    var first = 0
    for step in 0..<max(1, Int((Self.rimWidth * radius).rounded())) {
      let last = whole.count
      for place in whole[first..<last] {
        // Four and eight neighbours in turn make the rim round.
        for (dx, dy) in step % 2 == 0 ? Self.four : Self.eight {
          let next = BinaryMask.Place(x: place.x + dx, y: place.y + dy)
          guard next.x >= 0, next.y >= 0, next.x < map.width, next.y < map.height else { continue }
          let index = next.y * map.width + next.x
          guard map.whiteCells[index] == 0,
            map.density[index] > Self.rimDensity * map.threshold, seen.insert(next).inserted
          else { continue }
          whole.append(next)
        }
      }
      first = last
    }
    return whole
  }

  private static let four = [(-1, 0), (1, 0), (0, -1), (0, 1)]
  private static let eight = four + [(-1, -1), (1, -1), (-1, 1), (1, 1)]
}
