import Foundation
import Imaging
import TestSupport
import Testing

/// The laboratory's pictures are not in the repository; without them these tests are skipped.
@Suite(.enabled(if: SharedData.isPresent, "needs ../shared/data or HEMATOVISION_SHARED"))
struct SharedDecodeTests {
  @Test func `every picture of the laboratory data decodes to the size the manifest names`() throws
  {
    let data = try #require(SharedData.directory)
    let rows = try CSVRows(data.appendingPathComponent("manifest.csv"))
    #expect(rows.count > 6000)
    var failures: [String] = []
    for row in rows {
      do throws(ImageError) {
        let bytes = try ImageFile.read(
          path: Array(data.appendingPathComponent(row["path"]).path.utf8))
        let image = try ImageDecoder.decode(bytes)
        if row["width"] != "\(image.width)" || row["height"] != "\(image.height)" {
          failures.append("\(row["path"]): \(image.width) x \(image.height)")
        }
      } catch {
        failures.append("\(row["path"]): \(error)")
      }
    }
    #expect(failures.isEmpty, "\(failures.count) of \(rows.count): \(failures.prefix(10))")
  }
}
