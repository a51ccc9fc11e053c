import Review
import Screen
import Station
import Testing

/// What is asked for and kept of small pictures, seen from outside: by the effects.
@Suite struct ThumbnailsTests {
  /// A gallery of so many cells that not all their thumbnails are kept.
  private static func long() -> Rehearsal {
    var desk = Rehearsal(images: 640, size: GalleryTests.size)
    for image in desk.state.images {
      let name = image.fileName.lossyText
      desk.cells[name] = [Rehearsal.cell(name, index: 3)]
    }
    desk.press(.character("C"), .character("w"))
    return desk
  }

  private static func asked(_ desk: Rehearsal) -> [[ThumbnailRequest]] {
    desk.effects.compactMap { if case .drawThumbnails(let requests) = $0 { requests } else { nil } }
  }

  @Test func `the oldest of more than 512 are forgotten, what is on screen never`() {
    var desk = Self.long()
    let first = Self.asked(desk)[0]
    // The cursor goes on by 32 cells, from the first row to the last of the page.
    for _ in 0..<15 { desk.press(.pageDown) }
    #expect(Self.asked(desk).joined().count == 488)
    desk.press(.home)
    #expect(Self.asked(desk).joined().count == 488, "the first page is still kept")
    desk.press(.end)
    #expect(Self.asked(desk).joined().count == 520)
    desk.press(.home)
    #expect(Self.asked(desk).last == Array(first.prefix(8)), "520 less 512 were forgotten")
    #expect(!desk.shows("loading"))
  }

  @Test func `a wish that scrolled away before it was drawn is taken back`() {
    var desk = Self.long()
    desk.drawsThumbnails = false
    desk.press(.pageDown)
    let waiting = Self.asked(desk).last ?? []
    desk.press(.pageDown)
    let next = Self.asked(desk).last ?? []
    #expect(Set(waiting).isDisjoint(with: next))
    desk.press(.home)
    #expect(Self.asked(desk).last == [], "nothing is missing, and the worker is told")
  }

  @Test func `a thumbnail shows the cell with as much around it as the model sees`() throws {
    let request = try #require(Self.asked(Self.long()).first?.first)
    let cell = Rehearsal.cell("field-001.jpg", index: 3)
    let region = try #require(request.region)
    #expect(region.width == region.height)
    #expect(region.width == cell.box.height * 3 / 2)
    #expect(abs(2 * region.x + region.width - 2 * cell.box.x - cell.box.width) <= 1)
    #expect(request.sha256 == Rehearsal.facts(request.image).sha256)
  }
}
