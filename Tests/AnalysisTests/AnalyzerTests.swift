import Analysis
import Foundation
import Imaging
import Review
import TestSupport
import Testing

/// The way of an image from its bytes to suggestions, on the shipped synthetic fields.
@Suite struct AnalyzerTests {
  /// A white cell of samples/boxes.csv.
  struct Truth {
    let label: Label
    let box: Box
  }

  static let samples = SharedData.repositoryRoot.appendingPathComponent("samples")

  /// The truth of each sample field; a field without white cells has an empty list.
  static func truth() throws -> [String: [Truth]] {
    var fields: [String: [Truth]] = [:]
    for values in try rows("manifest.csv") { fields[values[0]] = [] }
    for values in try rows("boxes.csv") {
      let sides = values[3..<7].compactMap { Int($0) }
      fields[values[0], default: []].append(
        Truth(
          label: Label(rawValue: values[2]),
          box: Box(
            x: sides[0], y: sides[1], width: sides[2] - sides[0], height: sides[3] - sides[1])))
    }
    return fields
  }

  private static func rows(_ file: String) throws -> [[String]] {
    try String(contentsOf: samples.appendingPathComponent(file), encoding: .utf8)
      .split(whereSeparator: \.isNewline).dropFirst()
      .map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
  }

  static func bytes(_ name: String) throws -> [UInt8] {
    Array(try Data(contentsOf: samples.appendingPathComponent(name)))
  }

  @Test func `every white cell of the sample fields is found, with few others`() throws {
    var (drawn, found, matched) = (0, 0, 0)
    for (name, cells) in try Self.truth() {
      let image = try ImageDecoder.decode(try Self.bytes(name))
      let boxes = CellFinder.find(in: image).map {
        Box(x: $0.box.x, y: $0.box.y, width: $0.box.width, height: $0.box.height)
      }
      drawn += cells.count
      found += boxes.count
      matched += cells.count { cell in
        boxes.contains { $0.intersectionOverUnion(cell.box) >= 0.3 }
      }
    }
    // Recorded: 44 of 44 found and 2 more boxes. Synthetic cells stand out more than real ones.
    #expect(drawn == 44)
    #expect(matched >= 43)
    #expect(found - matched <= 4)
  }

  @Test func `analysis is repeatable to the last bit`() throws {
    let model = try ModelTests.model()
    let bytes = try Self.bytes("field-003.jpg")
    let first = try Analyzer(model).analyze(bytes)
    let second = try Analyzer(model).analyze(bytes)
    #expect(first.0 == second.0)
    #expect(first.1 == second.1)
    #expect(first.0.sha256 == sha256(of: bytes))
    #expect(first.0.width == 640 && first.0.height == 480)
  }

  @Test func `several threads answer alike`() async throws {
    let model = try ModelTests.model()
    let bytes = try Self.bytes("field-001.jpg")
    let expected = try Analyzer(model).analyze(bytes).1
    await withTaskGroup(of: [Review.FoundCell]?.self) { group in
      for _ in 0..<4 {
        group.addTask { try? Analyzer(model).analyze(bytes).1 }
      }
      for await cells in group { #expect(cells == expected) }
    }
  }

  @Test func `a box of the technician's own is judged like a found one`() throws {
    let model = try ModelTests.model()
    let bytes = try Self.bytes("field-003.jpg")
    let analyzer = Analyzer(model)
    let cell = try #require(try analyzer.analyze(bytes).1.first)
    let image = try ImageDecoder.decode(bytes)
    #expect(analyzer.suggestion(for: cell.box, in: image) == cell.suggestion)
    // A box over the edge is judged too: the nearest pixels stand in for what is outside.
    let corner = analyzer.suggestion(
      for: Box(x: -50, y: -50, width: 120, height: 120), in: image)
    #expect(corner.probabilities.allSatisfy { $0.probability.isFinite })
  }

  @Test func `measures belong to the cells whose boxes they were taken from`() throws {
    let bytes = try Self.bytes("field-003.jpg")
    let image = try ImageDecoder.decode(bytes)
    let plain = Analyzer(try ModelTests.model()).analyze(image, of: bytes).1
    // A sure cell: the form of its nucleus was not asked.
    #expect(!plain.isEmpty && plain.allSatisfy { $0.suggestion.status == .ok })
    #expect(plain.allSatisfy { $0.measures == nil })
    let measured = Analyzer.measured(plain, in: image)
    #expect(measured.map(\.id) == plain.map(\.id))
    #expect(measured.map(\.suggestion) == plain.map(\.suggestion))
    for cell in measured {
      let measures = try #require(cell.measures)
      #expect(measures.nucleusArea > 0 && measures.nucleusArea < cell.box.area)
      // The same box placed by a person: the finder's own box of that cell is left out.
      #expect(Analyzer.measures(of: cell.box, in: image) == measures)
    }
  }

  @Test func `the record holds measures, and hashes of the picture and of each cell`() throws {
    let bytes = try Self.bytes("field-003.jpg")
    let image = try ImageDecoder.decode(bytes)
    let (facts, cells) = Analyzer(try ModelTests.model()).analyze(image, of: bytes)
    #expect(facts.fingerprint == nil && cells.allSatisfy { $0.fingerprint == nil })
    let recorded = Analyzer.recorded(facts, cells, in: image)
    #expect(recorded.0.sha256 == facts.sha256 && recorded.0.bytes == bytes.count)
    #expect(recorded.0.fingerprint == Analyzer.fingerprint(of: image).hexadecimal)
    #expect(recorded.1.map(\.measures) == Analyzer.measured(cells, in: image).map(\.measures))
    for (cell, before) in zip(recorded.1, cells) {
      #expect(cell.id == before.id && cell.suggestion == before.suggestion)
      #expect(cell.fingerprint == Analyzer.fingerprint(of: cell.box, in: image).hexadecimal)
    }
  }

  @Test func `bytes that are no picture give the error and nothing else`() throws {
    let analyzer = Analyzer(try ModelTests.model())
    #expect(throws: ImageError.emptyFile) { try analyzer.analyze([]) }
    let cut = Array(try Self.bytes("field-001.jpg").prefix(900))
    #expect(throws: ImageError.self) { try analyzer.analyze(cut) }
  }

  /// Rows and columns of a picture exchanged, then mirrored top to bottom where asked.
  private func turned(_ image: RGBImage, upsideDown: Bool) -> RGBImage {
    var rgb: [UInt8] = []
    for y in 0..<image.width {
      let column = upsideDown ? image.width - 1 - y : y
      for x in 0..<image.height {
        let (red, green, blue) = image[column, x]
        rgb += [red, green, blue]
      }
    }
    return RGBImage(width: image.height, height: image.width, rgb: rgb)
  }

  // The grid of means is the same turned; only the order of sums in single precision is another.
  @Test(arguments: [false, true])
  func `a turned field has the turned fingerprint`(upsideDown: Bool) throws {
    let image = try ImageDecoder.decode(try Self.bytes("field-002.png"))
    let box = Box(x: 200, y: 179, width: 138, height: 138)
    let turnedBox = Box(
      x: box.y, y: upsideDown ? image.width - box.x - box.width : box.x, width: 138, height: 138)
    let one = Analyzer.fingerprint(of: box, in: image)
    let other = Analyzer.fingerprint(
      of: turnedBox, in: turned(image, upsideDown: upsideDown))
    let distances = one.positions.map { $0.distance(other) }
    // A square of 207 pixels about a box of 138 lies half a pixel off its centre: not the same pixels.
    #expect(distances.min() ?? 128 <= 3, "\(distances)")
    #expect(one.distance(other) > Fingerprint.likeness)
  }

  @Test(arguments: [false, true])
  func `the position in which fields are alike leads from box to box`(upsideDown: Bool) throws {
    let image = try ImageDecoder.decode(try Self.bytes("field-002.png"))
    let other = turned(image, upsideDown: upsideDown)
    func facts(_ image: RGBImage) -> PictureFacts {
      PictureFacts(sha256: "", bytes: 0, width: image.width, height: image.height)
    }
    let hash = Analyzer.fingerprint(of: other)
    let distances = Analyzer.fingerprint(of: image).positions.map { $0.distance(hash) }
    let position = try #require(distances.indices.min { distances[$0] < distances[$1] })
    #expect(distances[position] <= 3)
    let box = Box(x: 200, y: 179, width: 138, height: 120)
    let there = Box(
      x: box.y, y: upsideDown ? image.width - box.x - box.width : box.x, width: 120, height: 138)
    #expect(box.moved(toPosition: position, of: facts(image), in: facts(other)) == there)
  }
}
