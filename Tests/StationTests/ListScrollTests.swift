import Screen
import Station
import Testing

/// The list shows what comes next before the selection gets there.
struct ListScrollTests {
  @Test func `rows stay in sight ahead of the selection, but at the ends`() {
    var desk = Rehearsal(images: 60)
    let room = desk.screen.count { $0.prefix(30).contains("field") }
    let margin = 2
    for key in [Key.down, .up] {
      for _ in 0..<59 {
        desk.press(key)
        let (selected, top) = (desk.state.selected, desk.state.listTop)
        #expect(selected - top >= min(margin, selected))
        #expect(top + room - 1 - selected >= min(margin, 59 - selected))
      }
    }
    #expect(desk.state.selected == 0 && desk.state.listTop == 0)
  }
}
