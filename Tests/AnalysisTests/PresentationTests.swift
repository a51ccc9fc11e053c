import Analysis
import Engine
import Foundation
import Imaging
import Review
import TestSupport
import Testing

/// A network from elsewhere gets its crops in its own scale, and turned where it was trained so.
@Suite struct PresentationTests {
  private static let standard = #"{"mean":[0.5,0.5,0.5],"deviation":[0.5,0.5,0.5],"turned":false}"#
  private static let turned = #"{"mean":[0.5,0.5,0.5],"deviation":[0.5,0.5,0.5],"turned":true}"#
  private static let imageNet =
    #"{"mean":[0.485,0.456,0.406],"deviation":[0.229,0.224,0.225],"turned":true}"#

  /// The shipped weights under a header with this presentation, at a path that is removed after `body`.
  private static func withModel<Result>(
    _ presentation: String?, views: Int = 1, _ body: (String) throws -> Result
  ) throws -> Result {
    let data = try Data(contentsOf: URL(fileURLWithPath: ModelTests.weights))
    let length = data.prefix(8).enumerated().reduce(0) { $0 + Int($1.element) << (8 * $1.offset) }
    var header = try #require(
      try JSONSerialization.jsonObject(with: data[8..<(8 + length)]) as? [String: Any])
    var metadata = try #require(header["__metadata__"] as? [String: String])
    let added = presentation.map { #","presentation":\#($0)"# } ?? ""
    metadata["preprocess"] = #"{"side":224,"crop_scale":1,"views":\#(views)\#(added)}"#
    // A network from elsewhere asks no form of nuclei.
    metadata["nucleus_form"] = nil
    header["__metadata__"] = metadata
    var json = try JSONSerialization.data(withJSONObject: header)
    json += Data(repeating: UInt8(ascii: " "), count: -(8 + json.count) & 63)
    let path = FileManager.default.temporaryDirectory
      .appendingPathComponent("hematovision-\(UUID().uuidString).safetensors").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    let start = withUnsafeBytes(of: UInt64(json.count).littleEndian) { Data($0) }
    try (start + json + data[(8 + length)...]).write(to: URL(fileURLWithPath: path))
    return try body(path)
  }

  private static func analyzer(_ presentation: String?, views: Int = 1) throws -> Analyzer {
    Analyzer(try withModel(presentation, views: views) { try Model(path: $0) })
  }

  /// A picture of the samples, itself and turned by half, with a box whose crop needs no resizing.
  private static func sample() throws -> (plain: (RGBImage, Box), turned: (RGBImage, Box)) {
    let file = SharedData.repositoryRoot.appendingPathComponent("samples/field-001.jpg").path
    let picture = try ImageDecoder.decode(try ImageFile.read(path: Array(file.utf8)))
    let box = Box(x: 60, y: 40, width: 224, height: 224)
    var rgb: [UInt8] = []
    for y in (0..<picture.height).reversed() {
      for x in (0..<picture.width).reversed() {
        let pixel = picture[x, y]
        rgb += [pixel.red, pixel.green, pixel.blue]
      }
    }
    let other = RGBImage(width: picture.width, height: picture.height, rgb: rgb)
    return (
      (picture, box),
      (
        other,
        Box(
          x: picture.width - box.x - box.width, y: picture.height - box.y - box.height,
          width: box.width, height: box.height)
      )
    )
  }

  private func probabilities(_ analyzer: Analyzer, _ seen: (RGBImage, Box)) -> [Double] {
    analyzer.suggestion(for: seen.1, in: seen.0).probabilities.map(\.probability)
  }

  private func apart(_ one: [Double], _ other: [Double]) -> Double {
    zip(one, other).reduce(0) { max($0, abs($1.0 - $1.1)) }
  }

  @Test func `a network of our own scale sees the same`() throws {
    let (plain, _) = try Self.sample()
    #expect(
      probabilities(try Self.analyzer(nil), plain)
        == probabilities(try Self.analyzer(Self.standard), plain))
  }

  @Test func `a turned network says of a picture what the other says of the picture turned`()
    throws
  {
    let (plain, turned) = try Self.sample()
    let shipped = try Self.analyzer(nil)
    let foreign = try Self.analyzer(Self.turned)
    #expect(apart(probabilities(foreign, plain), probabilities(shipped, turned)) < 1e-6)
    #expect(apart(probabilities(foreign, plain), probabilities(shipped, plain)) > 1e-3)
    // Its heat lies where the picture shows what it saw.
    let (_, seen) = foreign.explanations(of: plain.1, in: plain.0)
    let (_, expected) = shipped.explanations(of: turned.1, in: turned.0)
    for (one, other) in zip(seen, expected) {
      let greatest = other.evidence.reduce(0) { max($0, abs($1)) }
      #expect(greatest > 0)
      for (value, wanted) in zip(one.evidence, other.evidence.reversed()) {
        #expect(abs(value - wanted) <= 1e-4 * greatest)
      }
    }
    // All eight views are all eight views, turned or not.
    #expect(
      apart(
        probabilities(try Self.analyzer(Self.turned, views: 8), plain),
        probabilities(try Self.analyzer(nil, views: 8), plain)) < 1e-5)
  }

  @Test func `mean and deviation are taken from each channel, for answers and for features`() throws
  {
    let ((picture, box), _) = try Self.sample()
    let (means, deviations) = ([0.485, 0.456, 0.406], [0.229, 0.224, 0.225])
    var input: [Float] = []
    // By hand, from the last pixel of the crop to the first.
    for y in (box.y..<(box.y + box.height)).reversed() {
      for x in (box.x..<(box.x + box.width)).reversed() {
        let pixel = picture[x, y]
        for (channel, level) in [pixel.red, pixel.green, pixel.blue].enumerated() {
          input.append(Float((Double(level) / 255 - means[channel]) / deviations[channel]))
        }
      }
    }
    let inference = MobileNetV2(try WeightsFile(path: ModelTests.weights)).makeInference()
    let analyzer = try Self.analyzer(Self.imageNet)
    #expect(
      apart(
        probabilities(analyzer, (picture, box)),
        analyzer.model.suggestion(logits: inference.logits(of: input)).probabilities
          .map(\.probability)) < 1e-4)
    let found = analyzer.features(
      of: box, in: picture, views: CropViews(cropScale: 1), augmented: [])
    let expected = inference.features(of: input)
    #expect(apart(found.map(Double.init), expected.map(Double.init)) < 1e-3)
    #expect(expected.contains { $0 > 0.1 })
  }

  @Test func `a new head keeps how the base wants its crops, and features are of that base`() throws
  {
    let shipped = try Self.withModel(nil) { try ModelFile(path: $0) }
    let bytes = try Self.withModel(Self.imageNet) { path in
      let file = try ModelFile(path: path)
      #expect(file.baseSHA256 != shipped.baseSHA256)
      return try file.bytes(
        id: "local", head: file.head, classes: file.header.classes,
        calibration: file.header.calibration, views: CropViews(cropScale: 1), training: "{}")
    }
    let path = FileManager.default.temporaryDirectory
      .appendingPathComponent("hematovision-\(UUID().uuidString).safetensors").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    let (plain, _) = try Self.sample()
    #expect(
      probabilities(Analyzer(try Model(path: path)), plain)
        == probabilities(try Self.analyzer(Self.imageNet), plain))
  }

  @Test(arguments: [
    #"{"mean":[0.5,0.5],"deviation":[0.5,0.5,0.5],"turned":false}"#,
    #"{"mean":[0.5,0.5,0.5],"deviation":[0.5,0,0.5],"turned":false}"#,
    #"{"mean":[0.5,0.5,1e9],"deviation":[0.5,0.5,0.5],"turned":false}"#,
    #"{"mean":[0.5,0.5,0.5],"turned":false}"#, #""bytes""#,
  ])
  func `a presentation that cannot be is refused`(presentation: String) throws {
    try Self.withModel(presentation) { path -> Void in
      #expect(throws: ModelError.malformed(file: path, key: "preprocess")) {
        _ = try Model(path: path)
      }
    }
  }
}
