import Analysis
import Engine
import Foundation
import Imaging
import Review
import TestSupport
import Testing

/// What a model that averages views says, and the views that a head is trained on.
@Suite struct ViewsTests {
  /// A picture of the samples with a box whose crop, at a scale of 1, is the network's input pixel by pixel: so
  /// resizing has no part in what is compared.
  private static func sample() throws -> (picture: RGBImage, box: Box) {
    let file = SharedData.repositoryRoot.appendingPathComponent("samples/field-001.jpg").path
    let picture = try ImageDecoder.decode(try ImageFile.read(path: Array(file.utf8)))
    try #require(picture.width >= 284 && picture.height >= 264)
    return (picture, Box(x: 60, y: 40, width: 224, height: 224))
  }

  private static let once = CropViews(cropScale: 1)
  private static let eight = CropViews(cropScale: 1, count: 8)
  private static let halfClose = CropViews(cropScale: 1, count: 8, closeScale: 0.7)

  /// The shipped model with these views.
  private static func model(_ views: CropViews) throws -> Model {
    let file = try ModelFile(path: ModelTests.weights)
    let bytes = try file.bytes(
      id: "views", head: file.head, classes: file.header.classes,
      calibration: file.header.calibration, views: views, training: "{}")
    let path = FileManager.default.temporaryDirectory
      .appendingPathComponent("hematovision-\(UUID().uuidString).safetensors").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    return try Model(path: path)
  }

  /// The picture turned by a quarter, and mirrored before where asked, with its box.
  private static func turned(
    _ picture: RGBImage, _ box: Box, mirrored: Bool
  ) -> (RGBImage, Box) {
    let (width, height) = (picture.width, picture.height)
    var rgb: [UInt8] = []
    for y in 0..<width {
      for x in 0..<height {
        let fromX = mirrored ? width - 1 - y : y
        let pixel = picture[fromX, height - 1 - x]
        rgb += [pixel.red, pixel.green, pixel.blue]
      }
    }
    return (
      RGBImage(width: height, height: width, rgb: rgb),
      Box(
        x: height - box.y - box.height, y: mirrored ? width - box.x - box.width : box.x,
        width: box.height, height: box.width)
    )
  }

  private func apart(_ one: Suggestion, _ other: Suggestion) -> Double {
    zip(one.probabilities, other.probabilities).reduce(0) {
      max($0, abs($1.0.probability - $1.1.probability))
    }
  }

  /// Half of the views of `halfClose` are mirrored, and see less: those of a mirrored cell are others.
  @Test(arguments: [(eight, false), (eight, true), (halfClose, false)])
  func `eight views say the same of a cell however it lies, one view does not`(
    views: CropViews, mirrored: Bool
  ) throws {
    let (picture, box) = try Self.sample()
    let (other, otherBox) = Self.turned(picture, box, mirrored: mirrored)
    let eight = Analyzer(try Self.model(views))
    let one = Analyzer(try Self.model(Self.once))
    #expect(
      apart(eight.suggestion(for: box, in: picture), eight.suggestion(for: otherBox, in: other))
        < 1e-4)
    #expect(
      apart(one.suggestion(for: box, in: picture), one.suggestion(for: otherBox, in: other)) > 1e-3)
  }

  @Test(arguments: [eight, halfClose])
  func `heat of eight views lies where the picture is turned to, and adds up to the mean`(
    views: CropViews
  ) throws {
    let (picture, box) = try Self.sample()
    let (other, otherBox) = Self.turned(picture, box, mirrored: false)
    let analyzer = Analyzer(try Self.model(views))
    let (suggestion, upright) = analyzer.explanations(of: box, in: picture)
    let (_, turned) = analyzer.explanations(of: otherBox, in: other)
    #expect(apart(suggestion, analyzer.suggestion(for: box, in: picture)) < 1e-6)
    let side = ClassMap.side
    for place in upright.indices {
      let values = upright[place].evidence
      let greatest = values.reduce(0) { max($0, abs($1)) }
      for y in 0..<side {
        for x in 0..<side {
          let found = turned[place].evidence[y * side + x]
          #expect(abs(found - values[(side - 1 - x) * side + y]) <= 1e-3 * greatest)
        }
      }
    }
  }

  @Test func `features are the plain views', then the augmented ones', by the seed alone`() throws {
    let (picture, box) = try Self.sample()
    let analyzer = Analyzer(try Self.model(Self.once))
    let views = [3, 4, 3].map { AugmentedView(seed: $0) }
    let features = analyzer.features(
      of: box, in: picture, views: Self.eight, augmented: views)
    let count = Analyzer.featureCount
    #expect(features.count == 11 * count)
    let rows = (0..<11).map { Array(features[($0 * count)..<(($0 + 1) * count)]) }
    #expect(Set(rows).count == 10)
    #expect(rows[8] == rows[10] && rows[8] != rows[9])
    let plain = analyzer.features(of: box, in: picture, views: Self.once, augmented: [])
    #expect(plain == rows[0])
    // The turned picture has the same views in another order.
    let (other, otherBox) = Self.turned(picture, box, mirrored: false)
    let again = analyzer.features(
      of: otherBox, in: other, views: Self.eight, augmented: [])
    let found = Set((0..<8).map { Array(again[($0 * count)..<(($0 + 1) * count)]) })
    #expect(found == Set(rows[..<8]))
  }

  @Test
  func
    `the mirrored half of eight views sees the close crop, and so does every second augmented one`()
    throws
  {
    let (picture, box) = try Self.sample()
    let analyzer = Analyzer(try Self.model(Self.once))
    let count = Analyzer.featureCount
    func rows(_ views: CropViews, _ augmented: [AugmentedView] = []) -> [[Float]] {
      let features = analyzer.features(of: box, in: picture, views: views, augmented: augmented)
      return stride(from: 0, to: features.count, by: count).map {
        Array(features[$0..<($0 + count)])
      }
    }
    let augmented = (0..<4).map { AugmentedView(seed: UInt64($0)) }
    let both = rows(Self.halfClose, augmented)
    let (wide, close) = (
      rows(Self.eight, augmented), rows(CropViews(cropScale: 0.7, count: 8), augmented)
    )
    #expect(both[..<4] == wide[..<4])
    for place in 4..<8 {
      // From the wide crop's pixels, not from the picture's: a little softer, and far from the wide one.
      #expect(apart(both[place], close[place]) < 0.4 * apart(both[place], wide[place]))
    }
    #expect([both[8], both[10]] == [wide[8], wide[10]])
    #expect([both[9], both[11]] == [close[9], close[11]])
  }

  private func apart(_ one: [Float], _ other: [Float]) -> Float {
    zip(one, other).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }.squareRoot()
  }

  @Test func `augmented views are spread over their limits`() {
    let views = (0..<400).map { AugmentedView(seed: UInt64($0)) }
    #expect(views.allSatisfy { (0.8...1.25).contains($0.zoom) })
    #expect(views.allSatisfy { $0.densities.allSatisfy { (0.64...1.56001).contains($0) } })
    #expect((150...250).contains(views.count { $0.isMirrored }))
    #expect((50...150).contains(views.count { $0.angle < .pi / 2 }))
    #expect(views.contains { $0.zoom < 0.85 } && views.contains { $0.zoom > 1.2 })
    #expect(Set(views).count == views.count)
  }
}
