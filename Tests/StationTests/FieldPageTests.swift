import Review
import Screen
import Station
import Testing

/// The page of a picture's measures.
@Suite struct FieldPageTests {
  private func asked(_ desk: Rehearsal) -> [FieldRequest] {
    desk.effects.compactMap { if case .measure(let request) = $0 { request } else { nil } }
  }

  private func desk() -> Rehearsal {
    AnswerTests.classified(Rehearsal(images: 4, size: Size(columns: 120, rows: 50)))
  }

  @Test func `M shows everything that is measured, with the boxes as the technician left them`() {
    var desk = desk()
    desk.press(.character("M"))
    #expect(asked(desk).map(\.boxes) == [[Box(x: 200, y: 150, width: 120, height: 130)]])
    for text in [
      "measures of field-001.jpg", "field: suits measurement", "41.2 % covered",
      "WHITE CELLS 1", "1. N:C 0.61, 3 lobes, nucleus 3200 px, cell 8410 px",
      "red cells 40 (130.2 a megapixel), 36 whole, 36 of them single; platelets 2",
      "spread of areas", "anisocytosis 1+", "ovalocytes 2+: 4 of 36 (11.1 %)",
      "elliptocytes 1+: 0 of 36", "diameters of whole cells, px", "█",
    ] { #expect(desk.shows(text), "\(text)") }
    desk.press(.character("M"))
    #expect(!desk.shows("measures of") && desk.shows("pictures 1/4"))
  }

  @Test func `a picture that nobody classified is measured too`() {
    var desk = Rehearsal(images: 2)
    desk.press(.character("M"))
    #expect(asked(desk).map(\.boxes) == [nil])
    #expect(desk.shows("RED CELLS"))
  }

  @Test func `a field that does not suit says so, and its forms are not graded`() {
    var desk = desk()
    desk.fields["field-001.jpg"] = Rehearsal.field(suitability: .tooThick)
    desk.press(.character("M"))
    #expect(desk.shows("too thick: cells lie on each other"))
    #expect(desk.shows("not graded: anisocytosis, ovalocytes") && !desk.shows("ovalocytes 2+"))
  }

  @Test func `arrows go through the pictures, and those measured add up`() {
    var desk = desk()
    desk.press(.character("M"), .right)
    #expect(desk.shows("measures of field-002.jpg"))
    desk.expect("2 FIELDS OF THIS SESSION THAT SUIT MEASUREMENT")
    #expect(desk.shows("red cells 80 (130.2 a megapixel)"))
    desk.press(.left, .left)
    #expect(desk.shows("measures of field-001.jpg"), "the first stays the first")
  }

  @Test func `keys never wait: what comes late for another picture changes nothing`() {
    var desk = desk()
    desk.measuresAtOnce = false
    desk.press(.character("M"))
    #expect(desk.shows("measuring"))
    let request = asked(desk)[0]
    desk.press(.right)
    desk.send(.fieldMeasured(request, Rehearsal.field()))
    #expect(desk.shows("measures of field-002.jpg") && desk.shows("measuring"))
    desk.press(.character("q"))
    #expect(desk.shows("pictures 2/4"))
  }

  @Test func `a failure names the cure`() {
    var desk = desk()
    desk.measuringFails = Notice(what: "field-001.jpg", why: "it changed", cure: "Press c")
    desk.press(.character("M"))
    #expect(desk.shows("field-001.jpg: it changed") && desk.shows("Press c"))
  }

  @Test func `lobes are withheld while suggestions are`() {
    var desk = desk()
    desk.press(.character("b"), .character("M"))
    #expect(desk.shows("WHITE CELLS 1") && !desk.shows("lobes"))
    #expect(desk.shows("withheld while answers are wanted without suggestions"))
  }

  @Test func `where the scale is known, lengths are in micrometres`() {
    var desk = AnswerTests.classified(
      Rehearsal(
        images: 4, size: Size(columns: 120, rows: 50),
        pictures: PictureSettings(micrometresPerPixel: 0.1)))
    desk.press(.character("M"))
    #expect(desk.shows("diameters of whole cells, µm") && desk.shows("13020.8 a mm²"))
  }
}
