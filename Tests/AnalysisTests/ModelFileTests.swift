import Analysis
import Engine
import Foundation
import Review
import TestSupport
import Testing

/// A model's file under a new head.
@Suite struct ModelFileTests {
  @Test func `a new head on the shipped base opens with its own classes and thresholds`() throws {
    let base = try ModelFile(path: ModelTests.weights)
    var generator = SeededGenerator(seed: 3)
    func numbers(_ count: Int) -> [Float] {
      (0..<count).map { _ in Float.random(in: -0.1...0.1, using: &generator) }
    }
    let head = Head(
      hidden: .init(weights: numbers(16 * 1280), bias: numbers(16)),
      output: .init(weights: numbers(3 * 16), bias: numbers(3)))
    let classes = [
      CellClass(
        code: "BLAST", name: "blast", short: "Bla", letter: "B", core: true, countsInTotal: true),
      CellClass(
        code: "SMUDGE", name: "smudge cell", short: "Smu", letter: "S", core: false,
        countsInTotal: false),
      base.header.classes[0],
    ]
    let calibration = ModelHeader.Calibration(
      temperature: 1.25, uncertainBelow: 0.5, outsideAbove: 0.75)
    let views = CropViews(cropScale: 1.25, count: 8, closeScale: 1.1)
    func bytes() throws -> [UInt8] {
      try base.bytes(
        id: "local-1", head: head, classes: classes, calibration: calibration, views: views,
        training: #"{"seed":1}"#)
    }
    let first = try bytes()
    #expect(try bytes() == first)
    let path = FileManager.default.temporaryDirectory
      .appendingPathComponent("hematovision-\(UUID().uuidString).safetensors").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    try Data(first).write(to: URL(fileURLWithPath: path))
    let model = try Model(path: path)
    #expect(model.header.classes == classes)
    #expect(model.header.calibration == calibration)
    #expect(model.header.views == views)
    #expect(model.header.training == #"{"seed":1}"#)
    // The form of the nucleus was weighed against the shipped head's thresholds, not against these.
    #expect(base.header.nucleusForm != nil && model.header.nucleusForm == nil)
    #expect(model.identity == ModelIdentity(id: "local-1", sha256: sha256(of: first)))
    let file = try ModelFile(path: path)
    #expect(file.head == head && file.baseSHA256 == base.baseSHA256)
  }

  @Test func `the shipped head is read as it is stored`() throws {
    let file = try ModelFile(path: ModelTests.weights)
    #expect(file.head.hidden == nil && file.head.output.outputCount == 8)
    #expect(file.head.output.bias.contains { $0 != 0 })
  }
}
