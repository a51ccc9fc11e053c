import Imaging
import TestSupport
import Testing

/// The mask of bits against the same operations on single truths.
struct BinaryMaskTests {
  typealias Place = BinaryMask.Place

  /// Sides around the 64 places of a word, and the smallest.
  static let sides = [1, 2, 3, 5, 31, 63, 64, 65, 127, 128, 130]

  /// A mask of blobs, and its places.
  private func random(seed: Int) -> (BinaryMask, Set<Place>) {
    var random = SeededGenerator(seed: UInt64(seed))
    let width = Self.sides.randomElement(using: &random) ?? 1
    let height = Int.random(in: 1...40, using: &random)
    var values = [Float](repeating: 0, count: width * height)
    for _ in 0..<Int.random(in: 1...12, using: &random) {
      let (left, top) = (
        Int.random(in: 0..<width, using: &random), Int.random(in: 0..<height, using: &random)
      )
      let value = Float.random(in: 0...1, using: &random)
      for y in top..<min(height, top + Int.random(in: 1...20, using: &random)) {
        for x in left..<min(width, left + Int.random(in: 1...60, using: &random)) {
          values[y * width + x] = value
        }
      }
    }
    let places = values.indices.filter { values[$0] > 0.4 }.map {
      Place(x: $0 % width, y: $0 / width)
    }
    return (
      BinaryMask(width: width, height: height, values: values, above: 0.4), Set(places)
    )
  }

  private func places(of mask: BinaryMask) -> Set<Place> {
    var places: Set<Place> = []
    for y in -1...mask.height {
      // The places just outside too, but for the corners, which are nobody's neighbours.
      let isInside = (0..<mask.height).contains(y)
      for x in isInside ? -1...mask.width : 0...(mask.width - 1) where mask.contains(x, y) {
        places.insert(Place(x: x, y: y))
      }
    }
    return places
  }

  private func grid(_ mask: BinaryMask) -> [Place] {
    (0..<mask.height).flatMap { y in (0..<mask.width).map { Place(x: $0, y: y) } }
  }

  private static let cross = [(0, 0), (-1, 0), (1, 0), (0, -1), (0, 1)]
  private static let square = (-1...1).flatMap { y in (-1...1).map { ($0, y) } }

  @Test(arguments: 0..<60)
  func `opening is erosion, then dilation, by a cross and a square`(seed: Int) {
    let (mask, set) = random(seed: seed)
    var expected = set
    for (shape, isEroding) in [
      (Self.cross, true), (Self.square, true), (Self.square, false), (Self.cross, false),
    ] {
      let before = expected
      expected = Set(
        grid(mask).filter { place in
          let around = shape.map { Place(x: place.x + $0.0, y: place.y + $0.1) }
          return isEroding
            ? around.allSatisfy(before.contains) : around.contains(where: before.contains)
        })
    }
    #expect(places(of: mask) == set, "seed \(seed)")
    #expect(places(of: mask.opened()) == expected, "seed \(seed)")
  }

  @Test(arguments: 0..<60)
  func `what the border cannot reach is a hole, and filled`(seed: Int) {
    let (mask, set) = random(seed: seed)
    var pending = grid(mask).filter {
      $0.x == 0 || $0.y == 0 || $0.x == mask.width - 1 || $0.y == mask.height - 1
    }
    var outside: Set<Place> = []
    while let place = pending.popLast() {
      guard (0..<mask.width).contains(place.x), (0..<mask.height).contains(place.y),
        !set.contains(place), outside.insert(place).inserted
      else { continue }
      pending += Self.cross.map { Place(x: place.x + $0.0, y: place.y + $0.1) }
    }
    #expect(places(of: mask.holesFilled()) == Set(grid(mask)).subtracting(outside), "seed \(seed)")
  }

  @Test func `a spiral is walked to its end`() {
    let rows = [
      "###########", "#.........#", "#.#######.#", "#.#.....#.#", "#.#.###.#.#", "#.#.#...#.#",
      "#.#.#####.#", "#.#.......#", "#.#########", "#..........",
    ]
    let values = rows.joined().map { Float($0 == "#" ? 1 : 0) }
    let mask = BinaryMask(width: 11, height: rows.count, values: values, above: 0.5)
    #expect(places(of: mask.holesFilled()) == places(of: mask))
    #expect(mask.components().count == 1)
  }

  @Test(arguments: 0..<60)
  func `parts hold every place once, neighbours together, in reading order`(seed: Int) {
    let (mask, set) = random(seed: seed)
    let parts = mask.components()
    #expect(parts.reduce(0) { $0 + $1.count } == set.count)
    #expect(Set(parts.joined()) == set)
    let numbers = Dictionary(
      uniqueKeysWithValues: parts.enumerated().flatMap { number, part in
        part.map { ($0, number) }
      })
    for (place, number) in numbers {
      for (dx, dy) in Self.cross {
        let neighbour = numbers[Place(x: place.x + dx, y: place.y + dy)]
        #expect(neighbour == nil || neighbour == number, "seed \(seed)")
      }
    }
    let firsts = parts.map { $0[0].y * mask.width + $0[0].x }
    #expect(firsts == firsts.sorted(), "seed \(seed)")
  }
}
