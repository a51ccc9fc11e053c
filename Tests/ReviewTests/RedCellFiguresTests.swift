import Review
import Testing

/// What red cells of a field add up to; expected numbers were computed by NumPy where it has the measure.
@Suite struct RedCellFiguresTests {
  private func cell(
    area: Int, elongation: Double = 1, isCutOff: Bool = false, isTouching: Bool = false
  ) -> RedCell {
    RedCell(
      box: Box(x: 0, y: 0, width: 1, height: 1), area: area, roundness: 0.9,
      elongation: elongation, pallor: 0.5, isCutOff: isCutOff, isTouching: isTouching)
  }

  @Test func `a spread has NumPy's percentiles and the sample's deviation`() throws {
    // numpy.percentile([3, 1, 4, 1, 5, 9, 2, 6], [5, 50, 95]), std(ddof=1)
    let spread = try #require(Spread([3, 1, 4, 1, 5, 9, 2, 6]))
    #expect(spread.mean == 3.875 && spread.sd == 2.7484)
    #expect(spread.p5 == 1 && spread.median == 3.5 && spread.p95 == 7.95)
    #expect(Spread([]) == nil)
    let one = try #require(Spread([2]))
    #expect(one.sd == 0 && one.p5 == 2 && one.p95 == 2)
    #expect(spread.scaled(by: 0.5).p95 == 3.975)
  }

  @Test func `cut-off cells are counted, not measured; touching ones have a size and no shape`() {
    let figures = RedCellFigures(
      [
        cell(area: 100), cell(area: 100, isTouching: true), cell(area: 9_999, isCutOff: true),
      ], pixels: 1_000, isSuitable: true)
    #expect(figures.count == 3 && figures.whole == 2 && figures.single == 1)
    #expect(figures.density == 3_000)
    #expect(figures.diameter?.mean == 11.2838, "2 sqrt(100 / pi)")
    #expect(figures.touchingShare == 0.3333)
    #expect(figures.areaSpreadPercent == 0)
    #expect(figures.forms.isEmpty, "too few to grade")
  }

  @Test func `an empty field has no figures and no division by zero`() {
    let figures = RedCellFigures([], pixels: 0, isSuitable: false)
    #expect(figures.count == 0 && figures.density == 0 && figures.diameter == nil)
    #expect(figures.areaSpreadPercent == nil && figures.touchingShare == nil)
  }

  @Test(arguments: [
    (0, 0, "1+", "1+"), (4, 0, "1+", "1+"), (5, 0, "2+", "1+"), (20, 5, "2+", "2+"),
    (21, 20, "3+", "2+"), (0, 21, "1+", "3+"),
  ])
  func `forms are graded by the recommendations' shares`(
    oval: Int, long: Int, ovalGrade: String, longGrade: String
  ) throws {
    let cells = (0..<100).map { place in
      cell(area: 500, elongation: place < oval ? 1.5 : place < oval + long ? 2.5 : 1.1)
    }
    let forms = RedCellFigures(cells, pixels: 1, isSuitable: true).forms
    #expect(forms.map(\.name) == [.anisocytosis, .ovalocytes, .elliptocytes])
    #expect(forms[1].grade.rawValue == ovalGrade && forms[1].cells == oval)
    #expect(forms[2].grade.rawValue == longGrade && forms[2].percent == Double(long))
    #expect(RedCellFigures(cells, pixels: 1, isSuitable: false).forms.isEmpty)
  }

  @Test(arguments: [(10, "1+"), (11, "2+"), (20, "2+"), (21, "3+")])
  func `anisocytosis is graded from eleven per cent on`(unequal: Int, grade: String) throws {
    // A diameter 1.2 times the median's and more is unequal.
    let cells = (0..<100).map { cell(area: $0 < unequal ? 1_500 : 1_000) }
    let forms = RedCellFigures(cells, pixels: 1, isSuitable: true).forms
    #expect(forms[0].cells == unequal && forms[0].grade.rawValue == grade)
  }

  @Test func `cells that touch have a size to be graded and no shape`() {
    let cells = (0..<40).map { cell(area: 1_000, isTouching: $0 < 20) }
    let forms = RedCellFigures(cells, pixels: 1, isSuitable: true).forms
    #expect(forms.map(\.name) == [.anisocytosis] && forms[0].of == 40)
    let line = FieldSentences(scale: nil).redCells(
      RedCellFigures(cells, pixels: 1, isSuitable: true), platelets: 0
    ).last?.text
    #expect(line?.hasPrefix("not graded: ovalocytes, elliptocytes") == true)
  }

  @Test func `fields together leave those out that do not suit`() {
    func field(_ suitability: FieldQuality.Suitability, cells: Int) -> FieldSummary {
      FieldSummary(
        whiteCells: [], redCells: (0..<cells).map { _ in cell(area: 400) }, platelets: [],
        quality: FieldQuality(suitability: suitability, focus: 1, stain: 1, coverage: 0.4),
        pixels: 1_000_000)
    }
    let together = RedCellFigures(
      of: [
        field(.suitable, cells: 20), field(.tooThick, cells: 90), field(.suitable, cells: 30),
      ])
    #expect(together.count == 50 && together.density == 25)
  }

  @Test func `a histogram holds every value once, in classes of round widths`() throws {
    var generator = SystemRandomNumberGenerator()
    for _ in 0..<200 {
      let values = (0..<Int.random(in: 1...60, using: &generator)).map { _ in
        Double.random(in: 0...200, using: &generator)
      }
      let histogram = try #require(SizeHistogram(values))
      #expect(histogram.counts.reduce(0, +) == values.count)
      #expect(histogram.counts.count <= 45)
      #expect(histogram.counts.first != 0 && histogram.counts.last != 0)
      for (place, count) in histogram.counts.enumerated() {
        let low = histogram.start + Double(place) * histogram.width
        let inside = values.count {
          $0 / histogram.width >= low / histogram.width - 1e-9 && $0 < low + histogram.width - 1e-9
        }
        #expect(abs(inside - count) <= 1)
      }
    }
    #expect(SizeHistogram([]) == nil)
    #expect(try #require(SizeHistogram([70, 70, 70])).counts == [3])
    let spread = try #require(SizeHistogram([60, 65, 70, 72, 75, 80, 85, 500]))
    #expect(spread.counts.count < 60, "a cell far off makes no endless row")
  }
}
