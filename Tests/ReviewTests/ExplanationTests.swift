import Review
import TestSupport
import Testing

@Suite struct ExplanationTests {
  private let region = Box(x: -10, y: 20, width: 70, height: 70)

  private func explanation(_ evidence: [Float]) -> Explanation {
    Explanation(
      label: Label(rawValue: "MONOCYTE"), box: Box(x: 10, y: 40, width: 30, height: 30),
      region: region, side: 7, evidence: evidence)
  }

  private func field(_ numbers: [Int: Float], else rest: Float = 0) -> [Float] {
    (0..<49).map { numbers[$0] ?? rest }
  }

  @Test func `heat is what speaks for the class, the greatest as one`() throws {
    let map = explanation(field([24: 4, 25: 2, 0: -2]))
    let grid = try #require(map.grid)
    #expect(grid.values[24] == 1 && grid.values[25] == 0.5 && grid.values[0] == 0)
    #expect(map.shareAgainst == 0.25)
    #expect(map.hottest.map { $0 == (25, 55) } == true)
    #expect(map.heat.absence(of: "Monocyte") == nil)
  }

  @Test func `a map that is empty or not finite is no map, and says so`() {
    for evidence in [field([:]), field([3: -1]), field([:], else: -2)] {
      let map = explanation(evidence)
      #expect(map.heat == .nothing && map.grid == nil && map.hottest == nil)
      #expect(map.heat(x: 20, y: 50) == nil && map.shareInBox == nil)
      #expect(map.heat.absence(of: "Monocyte") == "nothing in this crop speaks for Monocyte")
    }
    #expect(explanation(field([:])).shareAgainst == nil)
    #expect(explanation(field([3: -1])).shareAgainst == 1)
    for number in [Float.nan, .infinity, -.infinity] {
      let map = explanation(field([24: 4, 11: number]))
      #expect(map.heat == .notFinite && map.shareAgainst == nil && map.grid == nil)
      #expect(map.heat.absence(of: "Monocyte")?.contains("no finite numbers") == true)
    }
  }

  @Test func `heat is the field's own in its middle, between two fields in between`() throws {
    let grid = HeatGrid(side: 7, values: (0..<49).map { Float($0 * $0) })
    for field in 0..<49 {
      let across = (Double(field % 7) + 0.5) / 7
      let down = (Double(field / 7) + 0.5) / 7
      let found = grid.value(across: across, down: down)
      #expect(abs(found - grid.values[field]) <= 0.01)
    }
    #expect(abs(grid.value(across: 1.0 / 7, down: 0.5 / 7) - 0.5) < 1e-4)
    // Level beyond the outermost middles.
    #expect(grid.value(across: 0, down: 0) == 0 && grid.value(across: 1, down: 1) == 48 * 48)
  }

  @Test func `interpolated heat stays within its neighbours`() {
    var generator = SeededGenerator(seed: 5)
    for _ in 0..<200 {
      let side = Int.random(in: 1...9, using: &generator)
      let values = (0..<(side * side)).map { _ in Float.random(in: 0...1, using: &generator) }
      let grid = HeatGrid(side: side, values: values)
      let (low, high) = (values.min() ?? 0, values.max() ?? 0)
      for _ in 0..<20 {
        let value = grid.value(
          across: Double.random(in: -0.2...1.2, using: &generator),
          down: Double.random(in: -0.2...1.2, using: &generator))
        #expect(value >= low - 1e-6 && value <= high + 1e-6)
      }
    }
  }

  @Test func `even heat lies on any part by that part's area`() throws {
    let even = explanation(field([:], else: 3))
    #expect(abs(try #require(even.shareInBox) - 900.0 / 4900) < 1e-6)
    #expect(even.shareOfHeat { _, _ in true } == 1)
    #expect(even.heat(x: -11, y: 50) == nil && even.heat(x: 59, y: 89) == 1)
    #expect(even.heat(x: 60, y: 89) == nil)
  }
}
