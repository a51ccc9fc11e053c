import Foundation
import Imaging
import Synthesis
import TestSupport
import Testing

/// `samples/` in the repository is what the generator draws today.
@Suite struct CommittedSamplesTests {
  private let directory = SharedData.repositoryRoot.appendingPathComponent("samples")
  private let samples = SampleSet.samples(count: 36, seed: 2026)

  @Test func `every committed field is the one its seed draws`() throws {
    var records: [SampleRecord] = []
    for sample in samples {
      let bytes = try Data(contentsOf: directory.appendingPathComponent(sample.fileName))
      let stored = try ImageDecoder.decode([UInt8](bytes))
      let field = SmearField.render(sample.specification, seed: sample.seed)
      records.append(SampleRecord(sample: sample, truth: field.truth))
      try #require(stored.width == field.image.width && stored.height == field.image.height)
      let differences = zip(stored.rgb, field.image.rgb).map { abs(Int($0) - Int($1)) }
      if sample.encoding == .png {
        // Another C library may round a cosine differently: one level.
        #expect(differences.max()! <= 1, "\(sample.fileName)")
      } else {
        // JPEG of noisy pictures at these qualities loses a little over two levels on average.
        let mean = Double(differences.reduce(0, +)) / Double(differences.count)
        #expect(mean < 4, "\(sample.fileName)")
      }
    }
    let manifest = directory.appendingPathComponent("manifest.csv")
    #expect(
      try String(contentsOf: manifest, encoding: .utf8) == SampleRecord.manifest(records))
    let boxes = directory.appendingPathComponent("boxes.csv")
    #expect(try String(contentsOf: boxes, encoding: .utf8) == SampleRecord.boxes(records))
    let truth = directory.appendingPathComponent("truth.jsonl")
    #expect(try String(contentsOf: truth, encoding: .utf8) == SampleRecord.jsonLines(records))
  }

  @Test func `the samples stay small`() throws {
    let files = try FileManager.default.contentsOfDirectory(
      at: directory, includingPropertiesForKeys: [.fileSizeKey])
    let bytes = try files.reduce(0) {
      try $0 + ($1.resourceValues(forKeys: [.fileSizeKey]).fileSize ?? 0)
    }
    #expect(bytes < 4_000_000)
    #expect(files.count >= 24)
  }
}
