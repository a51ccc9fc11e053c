import Foundation
import Review
import Store
import Testing

/// Exports that name no file and no directory: both may hold a patient's name.
struct PrivacyTests {
  private let directory = ImagePath("/lab/Huber-Anna-1961")

  private func decision(_ name: String, _ label: String, supersedes: EntryID? = nil) -> LogEvent {
    .decided(
      LogFixture.decision(
        of: directory.appending(ImagePath(name)), label: label, kind: .override,
        supersedes: supersedes, reason: "segmented"))
  }

  /// A signed slide with an overridden cell and an amendment.
  private func reviewed() throws -> ResultFixture {
    let slide = try ResultFixture()
    let id = EntryID(session: "s1", number: 1)
    try slide.append([
      .opened(directory: directory, application: "hematovision", model: LogFixture.model),
      decision("Huber-1.png", "NEUTROPHIL"),
      .identified(SlideIdentity(of: directory, reviewer: "kbm")),
      .signed(
        SignOff(
          directory: directory, reviewer: "kbm", counts: [Label(rawValue: "NEUTROPHIL"): 1],
          total: 1)),
      decision("Huber-1.png", "MONOCYTE", supersedes: id),
    ])
    return slide
  }

  @Test(arguments: ExportFormat.allCases)
  func `the tables of cells name pictures by content and slides by number`(
    format: ExportFormat
  ) throws {
    let slide = try reviewed()
    func text(isPrivate: Bool) throws -> String {
      let file = slide.fixture.directory + "/\(isPrivate)"
      _ = try ReviewedExport(
        log: slide.log, classes: ResultFixture.classes, notice: "n", isPrivate: isPrivate
      ).write(format, to: file, overwrite: false)
      return try String(contentsOfFile: file, encoding: .utf8)
    }
    #expect(try text(isPrivate: false).contains("Huber"))
    let kept = try text(isPrivate: true)
    #expect(!kept.contains("Huber") && !kept.contains("/lab"), "\(kept)")
    #expect(kept.contains("slide-1") && kept.contains("5e5e5e5e5e5e"))
  }

  @Test(arguments: ResultFormat.allCases)
  func `results name no file and no directory`(format: ResultFormat) throws {
    let slide = try reviewed()
    let names = try slide.log.privateNames()
    func text(_ results: [SlideResult]) throws -> String {
      let file = slide.fixture.directory + "/\(UUID().uuidString)"
      let pictures = results.map { result in
        result.overridden.first.map { ReportPicture(cell: $0, content: .unavailable("none")) }
      }
      try ResultExport.write(results, as: format, pictures: pictures, to: file, overwrite: false)
      return try String(contentsOfFile: file, encoding: .utf8)
    }
    let results = try slide.results()
    #expect(results[0].amendments.count == 1 && results[0].overridden.count == 1)
    #expect(try text(results).contains("Huber"))
    let kept = try text(results.map { $0.named(by: names) })
    #expect(!kept.contains("Huber") && !kept.contains("/lab"), "\(kept)")
    #expect(kept.contains("slide-1"))
  }

  @Test func `a name that the technician gave stays`() throws {
    let names = PrivateNames(firstRecords: [directory: 7])
    let typed = SlideIdentity(
      directory: directory, specimen: "26-1704", slide: "B2", reviewer: "kbm", targetCount: nil)
    #expect(names.slide(typed) == "B2")
    #expect(names.slide(SlideIdentity(of: directory, reviewer: "kbm")) == "slide-7")
  }
}
