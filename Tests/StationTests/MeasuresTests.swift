import Review
import Screen
import Station
import Testing

/// What is measured of a cell: on the screen, and with the answer.
@Suite struct MeasuresTests {
  private static let wide = Size(columns: 120, rows: 40)

  /// A desk on a picture with one neutrophil that has these measures.
  private func desk(_ measures: CellMeasures?, scale: Double? = nil) -> Rehearsal {
    let found = Rehearsal.cell("field-001.jpg", index: 3)
    var desk = Rehearsal(images: 2, pictures: PictureSettings(micrometresPerPixel: scale))
    desk.cells = [
      "field-001.jpg": [
        FoundCell(
          id: found.id, box: found.box, suggestion: found.suggestion, measures: measures)
      ]
    ]
    desk.press(.character("c"))
    desk.send(.resized(Self.wide))
    return desk
  }

  @Test func `the panel has ratio, lobes and areas, in pixels or in square micrometres`() {
    let inPixels = desk(Rehearsal.measures(lobes: 3))
    for text in ["N:C 0.61, 3 lobes", "nucleus 3200 px", "cell 8410 px", "granularity 0.018"] {
      #expect(inPixels.shows(text), "\(text)")
    }
    let scaled = desk(Rehearsal.measures(lobes: 1), scale: 0.1)
    #expect(scaled.shows("1 lobe") && scaled.shows("nucleus 24.0 µm²"))
  }

  @Test func `a cell that is cut off or touches another says that its measures are not whole`() {
    let both = desk(Rehearsal.measures(lobes: 2, isCutOff: true, isTouching: true))
    #expect(both.shows("cut off by the edge") && both.shows("touches another cell"))
    #expect(!desk(Rehearsal.measures(lobes: 2)).shows("cut off"))
  }

  @Test func `without measures nothing is shown, without a nucleus that is said`() {
    #expect(!desk(nil).shows("N:C"))
    let bare = CellMeasures(
      nucleusArea: 0, cytoplasmArea: 0, lobeCount: 0, nucleusRoundness: 0, cellRoundness: 0,
      granularity: 0, nucleusColour: nil, cytoplasmColour: nil, isCutOff: false, isTouching: false)
    #expect(desk(bare).shows("no nucleus told apart"))
  }

  @Test func `a narrow screen has them in the line above the suggestion`() {
    var narrow = desk(Rehearsal.measures(lobes: 3))
    narrow.send(.resized(Size(columns: 80, rows: 24)))
    #expect(narrow.shows("N:C 0.61, 3 lobes"))
    narrow.send(.resized(Size(columns: 60, rows: 18)))
    #expect(!narrow.shows("3 lobes ─ "), "no line is broken by what has no room")
  }

  @Test func `what would give the class away is withheld with the suggestion`() {
    var blind = desk(Rehearsal.measures(lobes: 3))
    blind.press(.character("b"))
    #expect(!blind.shows("lobes"))
    blind.press(.character("4"), .character("k"))
    #expect(blind.shows("lobes"), "after the answer nothing is hidden")
  }

  @Test func `an answer is recorded with the measures of the cell as it was judged`() {
    let measures = Rehearsal.measures(lobes: 3)
    var desk = desk(measures)
    desk.press(.character("4"))
    #expect(desk.decisions.last?.measures == measures)
  }

  @Test func `a box that is moved has measures of its own`() {
    var desk = desk(Rehearsal.measures(lobes: 3))
    desk.press(.character("v"), .right, .enter)
    #expect(desk.shows("1 lobe"), "the rehearsal's answer to a placed box")
    desk.press(.character("4"))
    #expect(desk.decisions.last?.measures == Rehearsal.measures(lobes: 1))
    desk.press(.character("k"), .character("u"), .character("u"))
    #expect(desk.shows("3 lobes"), "undone, the found box is back")
  }
}
