import Review
import Screen
import Station
import TestSupport
import Testing

/// What the directory adds up to, kept change by change, is what a walk over all reviews would find.
@Suite struct CatalogueTests {
  /// A station on pictures in several directories, some of them with cells.
  static func nested(_ count: Int = 24, size: Size = Size(columns: 80, rows: 24)) -> Rehearsal {
    var desk = Rehearsal(images: 0, size: size)
    let places = ["", "slide-1/", "slide-1/edge/", "slide-10/", "slide-2/"]
    let paths = (0..<count).map {
      ImagePath("/smears/\(places[$0 % places.count])f\($0 < 10 ? "0" : "")\($0).jpg")
    }
    for (index, path) in paths.enumerated() where index % 3 > 0 {
      let name = path.fileName.lossyText
      desk.cells[name] = (1...(index % 3)).map {
        Rehearsal.cell(
          name, x: 60 * $0, index: index % 8, status: index % 5 == 0 ? .uncertain : .ok)
      }
    }
    desk.unreadable = ["f07.jpg", "f11.jpg"]
    desk.send(.listed(paths))
    return desk
  }

  @Test(arguments: [1, 2, 3, 4] as [UInt64])
  func `sums over random work are those of a walk over everything`(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    var desk = Self.nested()
    let keys: [Key] = [
      .character("c"), .character("c"), .character(" "), .character(" "), .character("1"),
      .character("4"), .character("9"), .character("0"), .character("u"), .character("u"),
      .control("r"), .character("j"), .character("k"), .character("]"), .tab, .character("v"),
      .right, .enter, .character("a"), .enter, .escape, .character("R"), .character("G"), .home,
    ]
    for step in 0..<600 {
      switch Int.random(in: 0..<40, using: &generator) {
      case 0: desk.logRefuses = RecordTests.full
      case 1...3: desk.logRefuses = nil
      case 4 where step % 3 == 0: desk.send(.listed(desk.state.images))
      default: desk.press(keys.randomElement(using: &generator) ?? .escape)
      }
      expectSums(of: desk.state)
    }
    #expect(desk.decisions.count > 10, "the keys did too little to prove anything")
  }

  @Test func `a log that is read before the directory counts the same`() {
    var first = Self.nested()
    first.type("CG c1k2]3u")
    var second = Rehearsal(images: 0, session: "s2")
    second.send(.history(first.records))
    second.send(.listed(first.state.images))
    #expect(second.state.catalogue.total == first.state.catalogue.total)
    expectSums(of: second.state)
  }

  @Test func `a directory's pictures stand together, whatever the names`() {
    let desk = Self.nested()
    for directory in ["/smears", "/smears/slide-1", "/smears/slide-1/edge", "/smears/none"] {
      let catalogue = desk.state.catalogue
      let below = catalogue.images.indices.filter {
        catalogue.images[$0].lossyText.hasPrefix(directory + "/")
      }
      #expect(Array(catalogue.range(of: ImagePath(directory))) == below)
    }
    #expect(desk.state.catalogue.range(of: ImagePath("/")).count == 24)
  }

  @Test func `names are found by any part, capitals or not, the directory above left out`() {
    var desk = Rehearsal(images: 0)
    desk.send(
      .listed(
        ["/smears/Alpha.jpg", "/smears/sub/ÄRGER.png", "/smears/sub/zeta.JPG"].map { ImagePath($0) }
      ))
    for (text, place) in [("ALPH", 0), ("är", 2), ("sub/z", 1), (".jpg", 1), ("pha.jpg", 0)] {
      desk.type("/" + text)
      desk.press(.enter)
      #expect(desk.state.selected == place, "\(text)")
    }
    desk.type("/smears")
    desk.press(.enter)
    #expect(desk.status.contains("no name contains"))
  }

  /// Compares the sums of every directory with those of a walk.
  private func expectSums(
    of state: State, at location: SourceLocation = #_sourceLocation
  ) {
    for directory in ["/smears", "/smears/slide-1", "/smears/slide-1/edge", "/smears/slide-2"] {
      let tally = state.catalogue.tally(of: ImagePath(directory))
      let images = state.images.filter { $0.lossyText.hasPrefix(directory + "/") }
      let reviews = images.map { state.review[$0] }
      #expect(tally.reviewed == reviews.count(where: \.isComplete), sourceLocation: location)
      let labels = reviews.flatMap(\.decisions).map(\.label)
      #expect(
        tally.answers == Dictionary(grouping: labels) { $0 }.mapValues(\.count),
        sourceLocation: location)
      let unreadable = reviews.count { if case .failed = $0.finding { true } else { false } }
      #expect(tally.unreadable == unreadable, sourceLocation: location)
    }
    for (image, standing) in zip(state.images, state.catalogue.standings) {
      #expect(standing.contains(.complete) == state.review[image].isComplete)
      #expect(standing.contains(.examined) == (state.review[image].finding != .unclassified))
    }
  }
}
