import Evaluation
import Foundation
import Review
import Testing

/// The errors of an evaluation as a table: which they are, and that reading gives back what was written.
@Suite struct ErrorTableTests {
  private func bytes(_ rows: [[String]]) -> [UInt8] {
    let lines = rows.map { row in
      row.map { "\"\($0.replacing("\"", with: "\"\""))\"" }.joined(separator: ",") + "\r\n"
    }
    return Array(lines.joined().utf8)
  }

  private func errors() throws -> (list: [Misclassification], images: [ScoredImage]) {
    let (_, images, classes) = try ReportTests.report()
    let list = ErrorTable.errors(images, classes: classes) {
      ImagePath("/a, b/\($0.path.lossyText)")
    }
    return (list, images)
  }

  @Test func `every wrong answer is listed, the surest first, without a cell last`() throws {
    let (list, images) = try errors()
    let wrong = images.filter {
      $0.image.truth != nil && !$0.isRight && $0.failure == nil
    }
    #expect(list.count == wrong.count && wrong.count > 20)
    #expect(list.map(\.confidence) == list.map(\.confidence).sorted(by: >))
    #expect(list.contains { $0.box == nil && $0.answered == nil && $0.confidence == 0 })
    #expect(!list.contains { $0.image.lossyText.hasSuffix("gone.png") })
    for error in list {
      #expect(error.labelled != error.answered)
      let scored = try #require(
        wrong.first { "/a, b/\($0.image.path.lossyText)" == error.image.lossyText })
      #expect(error.box == scored.answer?.box && error.imageSHA256 == scored.sha256)
    }
  }

  @Test func `what is read is what was written`() throws {
    let (list, _) = try errors()
    let rows = ErrorTable.rows(list, ReportTests.provenance)
    #expect(rows.allSatisfy { $0.count == rows[0].count })
    #expect(rows[1].contains(ReportTests.provenance.notice))
    let read = try ErrorTable.list(bytes(rows), file: "e.csv")
    #expect(read.errors == list)
    #expect(read.model == ModelIdentity(id: "stones-1", sha256: "abc123"))
    #expect(read.directory == ImagePath("/a, b"))
    // A name that is no text is found again too.
    let odd = Misclassification(
      image: ImagePath(bytes: Array("/a/".utf8) + [0xFF, 0xFE]), imageSHA256: "ab", box: nil,
      labelled: .other, answered: nil, confidence: 0)
    #expect(
      try ErrorTable.list(bytes(ErrorTable.rows([odd], ReportTests.provenance)), file: "e").errors
        == [odd])
    let none = try ErrorTable.list(
      bytes(ErrorTable.rows([], ReportTests.provenance)), file: "e.csv")
    #expect(none.errors.isEmpty && none.model == nil && none.directory == nil)
  }

  @Test func `a table of another kind, or a damaged one, is refused with its place`() throws {
    #expect(throws: DataError.self) {
      try ErrorTable.list(Array("path,class\na,b\n".utf8), file: "m.csv")
    }
    let (list, _) = try errors()
    var rows = ErrorTable.rows(Array(list.prefix(2)), ReportTests.provenance)
    let confidence = try #require(rows[0].firstIndex(of: "confidence"))
    for text in ["sure", "1.5", "nan", ""] {
      rows[2][confidence] = text
      #expect(
        throws: DataError.notANumber(file: "e.csv", line: 3, column: "confidence", text: text)
      ) { try ErrorTable.list(bytes(rows), file: "e.csv") }
    }
  }

  @Test func `the directory of a list is the deepest that holds all its pictures`() {
    func directory(_ paths: String...) -> ImagePath? {
      ErrorList(
        name: "", model: nil,
        errors: paths.map {
          Misclassification(
            image: ImagePath($0), imageSHA256: "", box: nil, labelled: .other, answered: nil,
            confidence: 0)
        }
      ).directory
    }
    #expect(directory("/a/b/c.png", "/a/b/d.png") == ImagePath("/a/b"))
    #expect(directory("/a/b/c.png", "/a/bc/d.png") == ImagePath("/a"))
    #expect(directory("/a/c.png", "/b/d.png") == ImagePath("/"))
  }
}
