import Foundation
import Imaging
import TestSupport
import Testing

extension EndToEnd {
  /// One field photographed twice.
  @Suite struct TwinsTests {
    /// A sample field taken a second time: the stage moved, more light, saved as JPEG.
    private func secondPhotograph(of name: String) throws -> Data {
      let file = SharedData.repositoryRoot.appendingPathComponent("samples/\(name)")
      let image = try ImageDecoder.decode(Array(try Data(contentsOf: file)))
      var moved = image.cropped(
        to: PixelRect(x: 60, y: 40, width: image.width - 60, height: image.height - 40))
      for index in moved.rgb.indices {
        moved.rgb[index] = UInt8(min(255, Int(moved.rgb[index]) * 11 / 10))
      }
      return Data(try ImageEncoder.jpeg(moved, quality: 80))
    }

    @Test func `the cell of both photographs is asked about and counts once`() async throws {
      try await Workplace.use { place in
        let directory = place.root.appendingPathComponent("slide")
        let manager = FileManager.default
        try manager.createDirectory(at: directory, withIntermediateDirectories: true)
        let samples = SharedData.repositoryRoot.appendingPathComponent("samples")
        for name in ["field-002.png", "field-004.png"] {
          try manager.copyItem(
            at: samples.appendingPathComponent(name), to: directory.appendingPathComponent(name))
        }
        try secondPhotograph(of: "field-002.png")
          .write(to: directory.appendingPathComponent("field-003.jpg"))

        let screen = try place.station(directory.path, columns: 80, rows: 24)
        try await screen.wait(for: "pictures 1/3")
        try screen.press("C")
        try await screen.wait(for: "3 pictures classified")
        try screen.press("Escape")
        try await screen.wait(for: "1 cell may be counted twice: D")
        // Each cell is answered; then it turns out that two of the three are one.
        for row in ["1/3", "2/3", "3/3"] {
          try await screen.wait(for: "pictures \(row)")
          try await Task.sleep(for: .milliseconds(400))
          try screen.press("1")
          try await screen.wait(for: "saved")
        }
        try screen.press("D")
        try await screen.wait(for: "the same cell? 1 of 1")
        try await screen.wait(for: "field-003.jpg")
        try screen.press("y")
        try await screen.wait(for: "the same cell as field-002.png: saved")
        try screen.press("q", "q")
        #expect(try await screen.exitCode() == 0)

        let rows = try await place.reviewed()
        #expect(rows.count == 3)
        let double = rows.filter { $0["same_as"] != "" }
        #expect(double.map { $0["image_path_rel"] } == ["field-003.jpg"])
        #expect(double.first?["same_as"]?.hasPrefix("field-002.png ") == true)
        #expect(double.first?["final_label"] == "" && double.first?["counts_in_total"] == "false")
        try await place.expectWholeLog()

        // Another day nothing is left to ask.
        let later = try place.station(directory.path, columns: 80, rows: 24)
        try await later.wait(for: "all 3 pictures are reviewed")
        try later.press("D")
        try await later.wait(for: "no two cells look as if they were the same")
        try later.press("q")
        #expect(try await later.exitCode() == 0)
      }
    }
  }
}
