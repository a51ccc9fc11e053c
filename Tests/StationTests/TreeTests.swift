import Review
import Screen
import Station
import Testing

/// The page of directories.
@Suite struct TreeTests {
  @Test func `a row counts what is in a directory and below it`() {
    var desk = CatalogueTests.nested()
    desk.type("t")
    guard case .tree(let tree) = desk.state.mode else {
      Issue.record("no tree")
      return
    }
    for row in tree.rows {
      let below = desk.state.images.count {
        $0.lossyText.hasPrefix(row.directory.lossyText + "/")
      }
      #expect(row.pictures == below, "\(row.directory.lossyText)")
    }
    #expect(
      tree.rows.map { "\($0.depth) \($0.directory.fileName.lossyText)" }
        == ["0 smears", "1 slide-1", "2 edge", "1 slide-10", "1 slide-2"])
  }

  @Test func `nothing stands between a directory and what lies in it`() {
    var desk = Rehearsal(images: 0)
    desk.send(
      .listed(
        ["a/1.jpg", "a-b/1.jpg", "a/c/1.jpg", "a.d/1.jpg", "2.jpg"].map {
          ImagePath("/smears/" + $0)
        }))
    desk.type("t")
    guard case .tree(let tree) = desk.state.mode else { return }
    #expect(
      tree.rows.map(\.directory.lossyText).dropFirst().map { $0.dropFirst(8) }
        == ["a", "a/c", "a-b", "a.d"])
    #expect(tree.rows.map(\.pictures) == [5, 2, 1, 1, 1])
  }

  @Test func `Enter goes to the first open picture of the directory`() {
    var desk = CatalogueTests.nested()
    desk.send(.vanished([ImagePath("/smears/slide-2/f04.jpg")]))
    desk.type("t")
    desk.press(.end, .enter)
    #expect(desk.state.mode == .desk)
    // Of slide-2 the first is gone: the next one, then.
    #expect(desk.state.image == ImagePath("/smears/slide-2/f09.jpg"))
    #expect(desk.status.contains("slide-2: the first open picture"))
    desk.type("t")
    #expect(
      desk.shows("> slide-2")
        || desk.screen.contains { $0.hasPrefix(">") && $0.contains("slide-2/") })
    desk.press(.escape)
    #expect(desk.state.image == ImagePath("/smears/slide-2/f09.jpg"))
  }

  @Test func `a directory without an open picture says so`() {
    var desk = Rehearsal(images: 0)
    desk.send(.listed([ImagePath("/smears/a/1.jpg"), ImagePath("/smears/b/1.jpg")]))
    desk.type("c0t")
    desk.press(.home, .character("j"), .enter)
    #expect(desk.status.contains("a: nothing is open here"))
    #expect(desk.state.image == ImagePath("/smears/a/1.jpg"))
  }

  @Test func `find looks at names below the opened directory, n goes on, keys type`() {
    var desk = CatalogueTests.nested()
    func here() -> String {
      guard case .tree(let tree) = desk.state.mode else { return "" }
      return tree.rows[tree.selected].directory.fileName.lossyText
    }
    desk.type("t")
    desk.press(.home)
    desk.type("/SLIDE-1")
    #expect(desk.status.contains("/SLIDE-1"))
    desk.press(.enter)
    #expect(here() == "slide-1")
    desk.type("nn")
    #expect(here() == "slide-10")
    desk.type("N")
    #expect(here() == "edge")
    desk.type("/smear")
    desk.press(.enter)
    #expect(here() == "smears")
    desk.type("/nowhere")
    desk.press(.enter)
    #expect(desk.status.contains("no directory contains"))
    #expect(desk.decisions.isEmpty)
  }

  @Test func `pictures that come while the page is open are counted, the selection stays`() {
    var desk = CatalogueTests.nested()
    desk.type("t")
    desk.press(.end)
    desk.send(.appeared([ImagePath("/smears/slide-15/a.jpg"), ImagePath("/smears/slide-2/z.jpg")]))
    guard case .tree(let tree) = desk.state.mode else { return }
    #expect(tree.rows.count == 6)
    #expect(tree.rows[tree.selected].directory == ImagePath("/smears/slide-2"))
    #expect(tree.rows[0].pictures == 26)
  }

  @Test func `f lists and counts one directory alone, on the first row everything again`() throws {
    var desk = CatalogueTests.nested(size: Size(columns: 120, rows: 40))
    desk.press(.character("c"), .character("j"), .character("c"), .character("0"), .character("k"))
    desk.type("9t")
    desk.press(.end)
    desk.type("f")
    #expect(desk.status.contains("only slide-2 is listed and counted: 4 pictures"))
    #expect(desk.shows("pictures 1/4 in slide-2"))
    #expect(desk.shows("slide-2: counted 0, 0/4"))
    try expectSnapshot(desk, "one-directory")
    // Pictures of other directories come without a row in this list.
    desk.send(
      .appeared([ImagePath("/smears/slide-1/new.jpg"), ImagePath("/smears/slide-2/zz.jpg")]))
    #expect(desk.shows("pictures 1/5 in slide-2"))
    desk.press(.character("G"))
    #expect(desk.state.image == ImagePath("/smears/slide-2/zz.jpg"))
    desk.type("t")
    desk.press(.home)
    desk.type("jf")
    #expect(desk.shows("in slide-1"))
    desk.type("t")
    desk.press(.home)
    desk.type("f")
    #expect(desk.state.scope == nil)
    #expect(desk.state.images.count == 26)
    #expect(desk.status.contains("all 26 pictures are listed and counted"))
  }

  @Test func `what the list leaves out is not gone to, and said to be left out`() {
    var desk = CatalogueTests.nested()
    desk.type("t")
    desk.press(.end)
    desk.type("ft")
    desk.press(.home)
    desk.type("j")
    desk.press(.enter)
    #expect(desk.status.contains("slide-1 is not in this list"))
    #expect(desk.state.image?.directory == ImagePath("/smears/slide-2"))
  }

  @Test func `an empty directory has no tree`() {
    var desk = Rehearsal(images: 0)
    desk.type("t")
    #expect(desk.state.mode == .desk)
    #expect(desk.status.contains("no picture in this directory"))
  }
}
