import Foundation
import Review
import Store
import Testing

/// The page for people, read by Python's own HTML parser.
struct ReportPageTests {
  private static let hostile = "<script>alert(1)</script>\"><img src=x onerror=y>&amp;'\u{202E}"

  /// The elements with their attributes, and the text that a reader sees.
  private func parsed(_ path: String) throws -> (elements: [[String]], text: String) {
    let answer = try #require(
      try IndependentReader.read("read_html.py", path) as? [String: Any])
    return (
      try #require(answer["elements"] as? [[String]]), try #require(answer["text"] as? String)
    )
  }

  @Test(.enabled(if: pythonIsPresent, "needs python3 as an independent parser"))
  func `the page says the differential, the status, the signatures and where it comes from`() throws
  {
    let slide = try ResultFixture.reviewed()
    let first = try slide.sign(comment: "few cells")
    try slide.append([
      .decided(
        ResultFixture.decision(
          2, "LYMPHOCYTE", supersedes: EntryID(session: "s1", number: 2), amends: first,
          reason: "small"))
    ])
    var (_, text) = try parsed(try slide.file(.report))
    #expect(text.contains("preliminary"))
    #expect(text.contains("changed after it was signed"))
    try slide.sign(replaces: first)
    (_, text) = try parsed(try slide.file(.report))
    let result = try slide.results()[0]
    for words in [
      ResultFixture.notice, "amended", "26-1704", "neutrophil 9 56.3 29.8 to 80.3",
      "lymphocyte 6 37.5 15.1 to 64.6", "Total 16", "100 cells not reached",
      "total 16. \u{201C}few cells\u{201D}", "NEUTROPHIL to LYMPHOCYTE: small",
      "corrected 6.67 x 10^9/L", LogFixture.model.sha256, "Weights/README.md",
      ResultFixture.application, result.origin.head.hash, "smudge cell 3", "unidentified 1",
    ] {
      #expect(text.contains(words), "\(words)")
    }
  }

  @Test(.enabled(if: pythonIsPresent, "needs python3 as an independent parser"))
  func `hostile names are text and nothing else`() throws {
    let plain = try ResultFixture.reviewed()
    let slide = try ResultFixture.reviewed(specimen: Self.hostile, slide: Self.hostile)
    try plain.sign(comment: "x")
    try slide.sign(comment: Self.hostile)
    let (elements, text) = try parsed(try slide.file(.report))
    #expect(try elements == parsed(try plain.file(.report)).elements)
    #expect(text.contains("<script>alert(1)</script>\"><img src=x onerror=y>&amp;'\u{FFFD}"))
  }

  @Test(.enabled(if: pythonIsPresent, "needs python3 as an independent parser"))
  func `pictures are inside the page, and a missing one says why`() throws {
    let slide = try ResultFixture.reviewed()
    let cells = try slide.results()[0].overridden.first
    let png: [UInt8] = [0x89, 0x50, 0x4E, 0x47]
    let pictures = cells.enumerated().map { index, cell in
      ReportPicture(cell: cell, content: index == 0 ? .png(png) : .unavailable("it is gone"))
    }
    let (elements, text) = try parsed(try slide.file(.report, pictures: [pictures]))
    let images = elements.filter { $0[0] == "img" }
    #expect(images.count == 1)
    #expect(images[0].contains("src=data:image/png;base64,iVBORw=="))
    #expect(text.components(separatedBy: "it is gone").count == 12)
    #expect(text.contains("NEUTROPHIL > LYMPHOCYTE"))
    // Nothing is fetched from anywhere.
    let sources = elements.joined().filter { $0.hasPrefix("src=") || $0.hasPrefix("href=") }
    #expect(sources.allSatisfy { $0.hasPrefix("src=data:") })
  }
}
