import Review
import Testing

/// Limits, targets, the correction for nucleated red cells, ranges.
struct CountingTests {
  private static let (neutrophil, red) = (Label(rawValue: "NEU"), Label(rawValue: "NRBC"))
  private static let rest = Label(rawValue: "REST")
  private static let classes = [("NEU", true), ("REST", true), ("NRBC", false)].map {
    CellClass(code: $0.0, name: "", short: "", letter: "", core: true, countsInTotal: $0.1)
  }

  private func counted(_ neutrophils: Int, of total: Int, red: Int = 0) -> Differential {
    Differential(
      answers: [Self.neutrophil: neutrophils, Self.rest: total - neutrophils, Self.red: red],
      classes: Self.classes)
  }

  /// The figures of Rümke's table (Blood Cells 1985; 11:137) as textbooks give them, for 100 cells: whole
  /// percentages around the exact limits, rounded outwards.
  @Test(arguments: [
    (0, 0, 4), (1, 0, 6), (2, 0, 8), (3, 0, 9), (4, 1, 10), (5, 1, 12), (6, 2, 13), (7, 2, 14),
    (8, 3, 16), (9, 4, 17), (10, 4, 18), (15, 8, 24), (20, 12, 30), (25, 16, 35), (30, 21, 40),
    (35, 25, 46), (40, 30, 51), (45, 35, 56), (50, 39, 61),
  ])
  func `limits for 100 cells are Rümke's`(seen: Int, low: Double, high: Double) throws {
    let limits = try #require(counted(seen, of: 100).limits(of: Self.neutrophil))
    #expect(limits.lowerBound.rounded(.down) == low)
    #expect(limits.upperBound.rounded(.up) == high)
  }

  @Test(arguments: [
    (12.3401, 45.6701, 12.3, 45.7), (0.0, 3.0000000001, 0, 3), (29.9999999999, 30, 30, 30),
  ])
  func `limits that are shown are rounded outwards, but for what they are not known to`(
    low: Double, high: Double, shownLow: Double, shownHigh: Double
  ) {
    #expect((low...high).outwards(digits: 1) == shownLow...shownHigh)
  }

  @Test func `without a counted cell, and outside the total, there are no limits`() {
    #expect(counted(0, of: 0).limits(of: Self.neutrophil) == nil)
    #expect(counted(0, of: 2, red: 3).limits(of: Self.red) == nil)
    #expect(counted(0, of: 0).width(of: Self.neutrophil) == 100)
  }

  @Test func `limits close in as cells are counted, and hold the percentage`() throws {
    var last = 100.0
    for total in stride(from: 20, through: 1_000, by: 20) {
      let differential = counted(total / 5, of: total)
      let limits = try #require(differential.limits(of: Self.neutrophil))
      #expect(limits.contains(20))
      #expect(differential.width(of: Self.neutrophil) < last)
      last = differential.width(of: Self.neutrophil)
    }
  }

  @Test func `a target of cells is reached by cells of the total`() {
    #expect(!CountTarget.cells(100).isReached(by: counted(40, of: 99, red: 20)))
    #expect(CountTarget.cells(100).isReached(by: counted(40, of: 100)))
  }

  @Test func `a target of a width is reached when the interval is narrow enough`() {
    let target = CountTarget.width(WidthTarget(label: Self.neutrophil, percentagePoints: 9))
    #expect(!target.isReached(by: counted(0, of: 0)))
    #expect(!target.isReached(by: counted(5, of: 100)))
    #expect(target.isReached(by: counted(20, of: 400)))
    let outside = CountTarget.width(WidthTarget(label: Self.red, percentagePoints: 100))
    #expect(!outside.isReached(by: counted(0, of: 0, red: 0)))
  }

  @Test func `one target takes the other's place`() {
    let slide = SlideIdentity(
      directory: ImagePath("/a"), specimen: "", slide: "a", reviewer: "k", targetCount: 100,
      whiteCellCount: 7)
    let width = CountTarget.width(WidthTarget(label: Self.neutrophil, percentagePoints: 5))
    #expect(slide.target == .cells(100))
    #expect(slide.aiming(at: width).target == width)
    #expect(slide.aiming(at: width).aiming(at: .cells(200)).target == .cells(200))
    #expect(slide.aiming(at: nil).target == nil)
    #expect(slide.aiming(at: width).whiteCellCount == 7)
  }

  /// WBC 10, 25 nucleated red cells for 100 white ones: 10 x 100 / 125.
  @Test func `nucleated red cells are taken off from five for a hundred on`() {
    func counts(_ red: Int, of total: Int) -> AbsoluteCounts {
      AbsoluteCounts(
        whiteCells: 10, counted(total / 2, of: total, red: red), nucleatedRedCell: Self.red)
    }
    #expect(counts(25, of: 100).correctedWhiteCells == 8)
    #expect(counts(25, of: 100).cells(ofPercentage: 50) == 4)
    #expect(!counts(4, of: 100).isCorrected)
    #expect(counts(4, of: 100).correctedWhiteCells == 10)
    #expect(counts(5, of: 100).isCorrected)
    #expect(counts(9, of: 200).isCorrected == false)
    #expect(counts(3, of: 0).correctedWhiteCells == 10)
  }

  @Test func `a value at a limit of its range is within it`() {
    let range = ReferenceRange(low: 1.5, high: 4)
    #expect(range.position(of: 1.49) == .below)
    #expect(range.position(of: 1.5) == .within)
    #expect(range.position(of: 4) == .within)
    #expect(range.position(of: 4.01) == .above)
  }
}
