import Review
import Screen
import Station
import TestSupport
import Testing

/// Cells that may be the same: found, asked about, counted once.
@Suite struct TwinsTests {
  static let hash = "1e32d4c2a6f0b58997c3e85d104f7ab6"
  /// Three bits other than `hash`.
  static let alike = "1e32d4c2a6f0b58997c3e85d104f7ab1"
  static let unlike = "e1cd2b3d590f4a76683c17a2efb08549"

  static func cell(
    _ name: String, _ fingerprint: String?, x: Int = 200, index: Int = 3
  ) -> FoundCell {
    let plain = Rehearsal.cell(name, x: x, index: index)
    return FoundCell(
      id: plain.id, box: plain.box, suggestion: plain.suggestion, fingerprint: fingerprint)
  }

  /// Pictures 1 to 3; of the first two it may be the same cell.
  static func desk(
    _ size: Size = Size(columns: 80, rows: 24), wishes: Wishes = Wishes(),
    history: [LogRecord] = []
  ) -> Rehearsal {
    var desk = Rehearsal(images: 3, size: size, wishes: wishes, history: history)
    desk.cells = [
      "field-001.jpg": [cell("field-001.jpg", hash)],
      "field-002.jpg": [cell("field-002.jpg", alike)],
      "field-003.jpg": [cell("field-003.jpg", unlike)],
    ]
    return desk
  }

  /// The same, classified.
  static func classified(_ size: Size = Size(columns: 80, rows: 24)) -> Rehearsal {
    var desk = desk(size)
    desk.press(.character("C"), .escape)
    return desk
  }

  private func comparisons(_ desk: Rehearsal) -> [CellComparison] {
    desk.log.compactMap {
      if case .compared(let comparison) = $0.event { comparison } else { nil }
    }
  }

  private func counted(_ desk: Rehearsal) -> Int {
    desk.state.catalogue.total.answers.values.reduce(0, +)
  }

  @Test func `a pair is told of in the status line and shown side by side`() {
    var desk = Self.classified()
    desk.expect("1 cell may be counted twice: D")
    desk.press(.character("D"))
    desk.expect("the same cell? 1 of 1: 3 of 128 bits differ")
    desk.expect("field-001.jpg")
    desk.expect("field-002.jpg")
    desk.expect("suggested neutrophil, cell 1 of 1")
    desk.press(.character("q"))
    #expect(desk.state.mode == .desk)
    #expect(comparisons(desk).isEmpty)
  }

  @Test func `the same cell counts once, and needs no second answer`() {
    var desk = Self.classified()
    desk.press(.character(" "), .character("D"), .character("y"))
    let comparison = comparisons(desk).first
    #expect(comparison?.image == ImagePath("/smears/field-002.jpg"))
    #expect(comparison?.otherImage == ImagePath("/smears/field-001.jpg"))
    #expect(comparison?.isSame == true)
    desk.expect("every pair has been answered")
    desk.press(.character("q"))
    #expect(counted(desk) == 1)
    #expect(desk.state.catalogue.total.reviewed == 2)
    #expect(!desk.shows("may be counted twice"))
    // Even if it is answered all the same.
    desk.press(.home, .character("j"), .character("2"))
    #expect(counted(desk) == 1)
    desk.expect("=Neu>Lym")
  }

  @Test func `of two answered cells the one answered later does not count`() {
    var desk = Self.classified()
    desk.press(.character("j"), .character("1"), .home, .character("2"))
    #expect(counted(desk) == 2)
    desk.press(.character("D"))
    desk.expect("does not count if the same")
    desk.press(.character("y"))
    #expect(comparisons(desk).first?.image == ImagePath("/smears/field-001.jpg"))
    #expect(desk.state.catalogue.total.answers == [Rehearsal.classes[0].label: 1])
  }

  @Test func `two cells stay two, and nobody is asked again, in a later session neither`() {
    var desk = Self.classified()
    desk.press(.character(" "), .character(" "), .character("D"), .character("n"))
    #expect(comparisons(desk).map(\.isSame) == [false])
    #expect(counted(desk) == 2)
    #expect(desk.state.doubtfulCount == 0)
    let later = Self.desk(history: desk.records)
    #expect(later.state.doubtfulCount == 0)
    // Without the answer the later session would ask.
    let unanswered = desk.records.filter {
      if case .compared = $0.entry.event { false } else { true }
    }
    #expect(Self.desk(history: unanswered).state.doubtfulCount == 1)
  }

  @Test func `an answer is taken back, and the pair is asked about again`() {
    var desk = Self.classified()
    desk.press(.character(" "), .character(" "), .character("D"), .character("y"))
    #expect(counted(desk) == 1)
    desk.press(.character("u"))
    #expect(counted(desk) == 2)
    desk.expect("the same cell? 1 of 1")
    desk.press(.control("r"))
    #expect(counted(desk) == 1)
    #expect(desk.state.doubtfulCount == 0)
  }

  @Test func `an answer that the log refuses does not hold`() {
    var desk = Self.classified()
    desk.press(.character(" "), .character(" "), .character("D"))
    desk.logRefuses = RecordTests.full
    desk.press(.character("y"))
    #expect(counted(desk) == 2)
    #expect(desk.state.doubtfulCount == 1)
    desk.logRefuses = nil
    desk.press(.character("R"))
    #expect(counted(desk) == 1)
    #expect(desk.state.doubtfulCount == 0)
  }

  @Test func `of three pictures of one cell, one counts after two questions`() {
    for answers in ["12", "21"] {
      var desk = Self.desk()
      desk.cells["field-003.jpg"] = [Self.cell("field-003.jpg", Self.hash)]
      desk.press(.character("C"))
      #expect(desk.state.doubtfulCount == 2)
      // Two of the three answered, in either order, the last one first.
      desk.press(.end)
      desk.type(answers)
      desk.press(.character("D"), .character("y"), .character("y"))
      #expect(comparisons(desk).count == 2)
      #expect(desk.state.doubtfulCount == 0)
      #expect(counted(desk) == 1)
    }
  }

  @Test func `told apart from the likeliest, a cell is asked about with the next`() {
    var desk = Self.desk()
    desk.cells["field-003.jpg"] = [Self.cell("field-003.jpg", Self.hash)]
    desk.press(.character("C"), .character("D"), .character("n"), .character("n"), .character("n"))
    let pairs = comparisons(desk).map { [$0.image, $0.otherImage].map { $0.fileName.lossyText } }
    #expect(
      pairs == [
        ["field-002.jpg", "field-001.jpg"], ["field-003.jpg", "field-001.jpg"],
        ["field-003.jpg", "field-002.jpg"],
      ])
    #expect(desk.state.doubtfulCount == 0)
  }

  @Test func `a turned picture is said to be turned`() throws {
    var desk = Self.desk()
    let turned = try #require(Fingerprint(hexadecimal: Self.hash)).positions[6].hexadecimal
    desk.cells["field-003.jpg"] = [Self.cell("field-003.jpg", turned)]
    desk.press(.character("C"), .character("D"), .character("j"))
    desk.expect("0 of 128 bits differ, turned or mirrored")
  }

  // The hash of the cell is another one: only that of the picture tells.
  @Test func `cells in one place of two like pictures are asked about, however the second lies`()
    throws
  {
    let hash = try #require(Fingerprint(hexadecimal: Self.hash))
    // Mirrored left to right, the box of 120 pixels at 200 lies at 320 of 640.
    for (position, x, isAsked) in [
      (0, 200, true), (0, 320, false), (1, 320, true), (1, 200, false),
    ] {
      var desk = Rehearsal(images: 2)
      for (name, cell, fingerprint) in [
        ("field-001.jpg", Self.cell("field-001.jpg", Self.hash), hash),
        ("field-002.jpg", Self.cell("field-002.jpg", Self.unlike, x: x), hash.positions[position]),
      ] {
        let image = ImagePath("/smears/\(name)")
        let plain = Rehearsal.facts(image)
        let facts = PictureFacts(
          sha256: plain.sha256, bytes: plain.bytes, width: plain.width, height: plain.height,
          fingerprint: fingerprint.hexadecimal)
        desk.send(
          .classified(
            Classification(
              image: image, outcome: .cells(facts, [cell]), model: Rehearsal.model,
              milliseconds: 7)))
      }
      #expect(desk.state.doubtfulCount == (isAsked ? 1 : 0), "\(position), \(x)")
      guard isAsked else { continue }
      desk.press(.character("D"))
      desk.expect(
        "the same place of like pictures"
          + (position == 0 ? "" : ", turned or mirrored"))
    }
  }

  @Test func `a copy under another name is found without any hash, and answered at once`() {
    // The third is on screen: the scripted world would draw other content for the first.
    var desk = Rehearsal(images: 3)
    desk.press(.end)
    let path = ImagePath("/smears/field-002.jpg")
    let cells = [100, 300, 500].map { Self.cell("field-002.jpg", nil, x: $0) }
    for name in ["field-001.jpg", "field-002.jpg"] {
      desk.send(
        .classified(
          Classification(
            image: ImagePath("/smears/\(name)"), outcome: .cells(Rehearsal.facts(path), cells),
            model: Rehearsal.model, milliseconds: 7)))
    }
    #expect(desk.state.doubtfulCount == 3)
    desk.press(.character("D"))
    desk.expect("the two files hold the same picture")
    desk.expect("a all 3 of these pictures the same")
    desk.press(.character("a"))
    #expect(comparisons(desk).count == 3)
    #expect(desk.state.doubtfulCount == 0)
    desk.press(.character("u"))
    #expect(desk.state.doubtfulCount == 3)
  }

  @Test func `boxes that lie largely in one another are asked about, until one is moved away`() {
    var desk = Rehearsal(images: 1)
    // 120 pixels wide: 24 of them shared, then 72.
    desk.cells["field-001.jpg"] = [
      Self.cell("field-001.jpg", nil, x: 10), Self.cell("field-001.jpg", nil, x: 106),
      Self.cell("field-001.jpg", nil, x: 400),
    ]
    desk.press(.character("c"))
    #expect(desk.state.doubtfulCount == 0)
    let third = desk.state.review[ImagePath("/smears/field-001.jpg")].cells[2]
    func place(at x: Int) {
      desk.send(
        .judged(
          BoxPlacement(
            image: ImagePath("/smears/field-001.jpg"),
            imageSHA256: Rehearsal.facts(ImagePath("/smears/field-001.jpg")).sha256,
            cell: third.id, box: Box(x: x, y: 150, width: 120, height: 130), previous: third.box,
            suggestion: nil)))
    }
    place(at: 154)
    #expect(desk.state.doubtfulCount == 1)
    desk.press(.character("D"))
    desk.expect("one box lies largely in the other")
    desk.press(.character("q"))
    place(at: 400)
    #expect(desk.state.doubtfulCount == 0)
  }

  @Test func `a cell that only the technician saw is compared too`() {
    var desk = Self.classified()
    let image = ImagePath("/smears/field-003.jpg")
    let sha256 = Rehearsal.facts(image).sha256
    let box = Box(x: 20, y: 20, width: 100, height: 100)
    desk.send(
      .judged(
        BoxPlacement(
          image: image, imageSHA256: sha256, cell: CellID(imageSHA256: sha256, box: box), box: box,
          previous: nil, suggestion: nil, fingerprint: Self.hash)))
    #expect(desk.state.doubtfulCount == 2)
  }

  @Test func `classifying anew asks nothing twice`() {
    var desk = Self.classified()
    desk.press(.home, .character("c"), .character("j"), .character("c"))
    #expect(desk.state.doubtfulCount == 1)
  }

  @Test func `the desk opens at the cell in question`() {
    var desk = Self.classified()
    desk.press(.end, .character("D"), .enter)
    #expect(desk.state.image == ImagePath("/smears/field-002.jpg"))
    #expect(desk.state.mode == .desk)
  }

  @Test func `a withheld suggestion is not given away`() {
    var desk = Self.classified()
    desk.press(.character("b"), .character("D"))
    desk.expect("no answer yet, cell 1 of 1")
    #expect(!desk.shows("neutrophil"))
  }

  @Test func `the mode for ears says it once, and reads the page`() {
    var desk = Self.desk()
    let before = desk.state
    desk.press(.character("C"))
    let told = Linear.announce(before: before, after: desk.state)
    #expect(told.contains("1 cell may be counted twice: D"))
    let atDesk = desk.state
    #expect(!Linear.announce(before: atDesk, after: atDesk).contains { $0.contains("twice") })
    desk.press(.character("D"))
    let page = Linear.announce(before: atDesk, after: desk.state, isKey: true)
    #expect(page.contains { $0.hasPrefix("the same cell? 1 of 1") })
    #expect(page.contains { $0.contains("y the same cell") && $0.contains("n two cells") })
  }

  // MARK: Many cells

  private func random(_ random: inout SeededGenerator) -> String {
    (0..<32).map { _ in String(Int.random(in: 0..<16, using: &random), radix: 16) }.joined()
  }

  private func flipping(_ bits: Int, of text: String, _ random: inout SeededGenerator) -> String {
    var digits = text.compactMap(\.hexDigitValue)
    for bit in (0..<128).shuffled(using: &random).prefix(bits) { digits[bit / 4] ^= 8 >> (bit % 4) }
    return digits.map { String($0, radix: 16) }.joined()
  }

  // With six bits in question two of them must meet in each of three keys: five cannot hide.
  @Test func `among thousands of cells every one within five bits is found, however turned`() throws
  {
    var generator = SeededGenerator(seed: 11)
    var index = TwinIndex()
    var hashes: [String] = []
    for number in 0..<(TwinIndex.comparedOneByOne + 2_000) {
      hashes.append(random(&generator))
      let image = ImagePath("/smears/\(number).jpg")
      index.add(
        try #require(Fingerprint(hexadecimal: hashes[number])),
        of: CellID(rawValue: "\(number):0,0,9,9"), in: image)
    }
    for number in stride(from: 0, to: hashes.count, by: 40) {
      let near = try #require(
        Fingerprint(hexadecimal: flipping(number % 6, of: hashes[number], &generator)))
      for turned in near.positions {
        let matches = index.matches(of: turned)
        #expect(matches.map(\.place) == [number])
        #expect(matches.first?.distance == number % 6)
      }
      #expect(index.matches(of: near).first?.position == 0)
    }
    #expect(index.matches(of: try #require(Fingerprint(hexadecimal: random(&generator)))).isEmpty)
  }
}
