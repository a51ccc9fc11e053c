import Analysis
import Foundation
import Imaging
import Review

/// Reads, decodes and measures one image; a failure is a result too.
func measureRecord(of path: ImagePath, scale: Double?) -> MeasureRecord {
  do {
    return measureRecord(of: path, try ImageFile.read(path: path.bytes), scale: scale)
  } catch {
    return MeasureRecord(
      path, .failure(Messages.notice(for: error, image: path)), milliseconds: 0, scale: scale)
  }
}

/// The same of an image whose bytes were read.
func measureRecord(of path: ImagePath, _ bytes: [UInt8], scale: Double?) -> MeasureRecord {
  let clock = ContinuousClock()
  let start = clock.now
  let outcome: Result<MeasureRecord.Measured, Notice>
  do {
    let image = try ImageDecoder.decode(bytes)
    outcome = .success(
      MeasureRecord.Measured(
        sha256: sha256(of: bytes), width: image.width, height: image.height,
        field: FieldSummary(of: image)))
  } catch {
    outcome = .failure(Messages.notice(for: error, image: path))
  }
  return MeasureRecord(
    path, outcome, milliseconds: (clock.now - start) / .milliseconds(1), scale: scale)
}
