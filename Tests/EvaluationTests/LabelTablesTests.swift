import Evaluation
import Foundation
import Review
import TestSupport
import Testing

/// Manifests and tables of boxes, good and bad.
@Suite struct LabelTablesTests {
  static let names = ClassNames([
    CellClass(
      code: "AMBER", name: "amber cell", short: "Amb", letter: "A", core: true, countsInTotal: true),
    CellClass(
      code: "IVORY", name: "ivory cell", short: "Iv", letter: "I", core: false, countsInTotal: true),
  ])

  private func images(_ text: String) throws(DataError) -> [LabelledImage] {
    try Manifest.images(Array(text.utf8), file: "m.csv", names: Self.names)
  }

  private func boxes(_ text: String) throws(DataError) -> [ImagePath: [DrawnBox]] {
    try BoxTable.boxes(Array(text.utf8), file: "b.csv", names: Self.names)
  }

  @Test func `a class is known by its code, name or short code, whatever the case`() {
    for name in ["AMBER", "amber", "Amber Cell", "amber_cell", "AMBER-CELL", " amb "] {
      #expect(Self.names.place(of: name) == 0, "\(name)")
    }
    #expect(Self.names.place(of: "iv") == 1)
    #expect(Self.names.place(of: "A") == nil)
    #expect(Self.names.place(of: "") == nil)
  }

  @Test func `a manifest gives images in its order, with what else it tells`() throws {
    let found = try images(
      "\u{FEFF}split,path,note,class,source,group\r\ntest,\"a, \"\"b\"\".png\",x,amb,lab,7\r\n\r\n"
        + ",c.png,\"two\nlines\",MULTI,,\r\n")
    #expect(
      found == [
        LabelledImage(
          path: ImagePath("a, \"b\".png"), className: "amb", truth: 0, source: "lab",
          split: "test", group: "7", line: 2),
        LabelledImage(path: ImagePath("c.png"), className: "MULTI", truth: nil, line: 4),
      ])
  }

  @Test(arguments: [";", "\t"]) func `other separators are understood`(separator: String) throws {
    let text = "path,class\na.png,IVORY\n".replacingOccurrences(of: ",", with: separator)
    #expect(try images(text).map(\.truth) == [1])
  }

  @Test func `every mistake names file and line`() {
    let mistakes: [(String, DataError)] = [
      ("", .empty(file: "m.csv")),
      ("\n\n", .empty(file: "m.csv")),
      ("path,class\n", .empty(file: "m.csv")),
      (
        "path,label\na,b\n",
        .missingColumn(file: "m.csv", column: "class", found: ["path", "label"])
      ),
      ("class\na\n", .missingColumn(file: "m.csv", column: "path", found: ["class"])),
      ("path,class,path\na,b,c\n", .repeatedColumn(file: "m.csv", column: "path")),
      (
        "path,class\na,amb\nb,c,amb\n",
        .wrongFieldCount(file: "m.csv", line: 3, expected: 2, found: 3)
      ),
      ("path,class\n\n,amb\n", .noPath(file: "m.csv", line: 3)),
      (
        "path,class\na,amb\nb,amb\na,iv\n",
        .repeatedPath(file: "m.csv", line: 4, path: "a", first: 2)
      ),
      ("path,class\na,\"amb\n", .brokenQuotes(file: "m.csv", line: 2)),
      ("path,class\n\"a\"b,amb\n", .brokenQuotes(file: "m.csv", line: 2)),
      ("path,class\na\0,amb\n", .notText(file: "m.csv", line: 2)),
    ]
    for (text, error) in mistakes {
      #expect(throws: error, "\(text)") { try images(text) }
    }
    #expect(throws: DataError.notText(file: "m.csv", line: 2)) {
      try Manifest.images(
        Array("path,class\n".utf8) + [0xE4] + Array(",amb\n".utf8), file: "m.csv",
        names: Self.names)
    }
  }

  @Test func `any bytes are a table or a mistake`() {
    let text = "path,class,source\r\n\"a,b\",amb,x\nc,\"i\"\"v\",\n"
    var random = SeededGenerator(seed: 7)
    var (good, bad) = (0, 0)
    for _ in 0..<5000 {
      var bytes = Array(text.utf8)
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        let place = Int.random(in: bytes.indices, using: &random)
        let letters = Array("\",\n\r;\tpx\0".utf8) + [0xFF]
        bytes[place] = letters.randomElement(using: &random) ?? 0
      }
      do {
        let images = try Manifest.images(bytes, file: "m.csv", names: Self.names)
        #expect(!images.isEmpty)
        good += 1
      } catch { bad += 1 }
    }
    #expect(good > 100 && bad > 100, "\(good) good, \(bad) bad")
  }

  @Test func `boxes are white cells' only, with their class where one is given`() throws {
    let found = try boxes(
      "path,kind,wbc_class,xmin,ymin,xmax,ymax\na,WBC,AMBER,1,2,11,22.5\na,RBC,,0,0,0,0\n"
        + "a,WBC,,3,3,4,4\n")
    #expect(
      found == [
        ImagePath("a"): [
          DrawnBox(x: 1, y: 2, width: 10, height: 20.5, truth: 0),
          DrawnBox(x: 3, y: 3, width: 1, height: 1, truth: nil),
        ]
      ])
    let plain = try boxes("xmin,ymin,xmax,ymax,path,class\n1,2,3,4,a,iv\n")
    #expect(plain[ImagePath("a")]?.map(\.truth) == [1])
  }

  @Test func `a bad box names file and line`() {
    let header = "path,xmin,ymin,xmax,ymax\n"
    let mistakes: [(String, DataError)] = [
      ("a,1,2,x,4\n", .notANumber(file: "b.csv", line: 2, column: "xmax", text: "x")),
      (
        "a,1,2,3,4\na,nan,2,3,4\n", .notANumber(file: "b.csv", line: 3, column: "xmin", text: "nan")
      ),
      ("a,1,2,1,4\n", .emptyBox(file: "b.csv", line: 2)),
      ("a,1,2,3\n", .wrongFieldCount(file: "b.csv", line: 2, expected: 5, found: 4)),
      (",1,2,3,4\n", .noPath(file: "b.csv", line: 2)),
    ]
    for (row, error) in mistakes { #expect(throws: error, "\(row)") { try boxes(header + row) } }
    #expect(
      throws: DataError.missingColumn(
        file: "b.csv", column: "ymax", found: ["path", "xmin", "ymin", "xmax"])
    ) { try boxes("path,xmin,ymin,xmax\n") }
  }

  @Test func `a split and sources are chosen, and what is left out is said`() throws {
    var all = try images(
      "path,class,source,split\na,amb,one,test\nb,iv,two,test\nc,amb,one,train\nd,MULTI,one,test\n"
        + "e,MULTI,one,test\nf,,one,test\n")
    all[4].boxes = [DrawnBox(x: 0, y: 0, width: 1, height: 1, truth: 0)]
    let chosen = try Selection(all, data: "m.csv", boxes: nil, split: "test", sources: ["one"])
    #expect(chosen.images.map(\.path.lossyText) == ["a", "e"])
    #expect(chosen.summary.images == 2)
    #expect(chosen.summary.leftOut == 2)
    #expect(chosen.summary.otherClasses.map(\.name) == ["MULTI", "no class"])
    #expect(chosen.summary.otherClasses.map(\.images) == [2, 1])
    #expect(throws: SelectionError.unknownSplit("val", available: ["test", "train"])) {
      _ = try Selection(all, data: "m.csv", boxes: nil, split: "val", sources: [])
    }
    #expect(throws: SelectionError.unknownSource("three", available: ["one", "two"])) {
      _ = try Selection(all, data: "m.csv", boxes: nil, split: nil, sources: ["one", "three"])
    }
  }
}
