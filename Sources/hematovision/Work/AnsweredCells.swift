import Foundation
import Review
import Store

/// The cells of a review log that have an answer which counts, in the boxes as they were left.
struct AnsweredCells {
  struct Cell {
    let picture: ImagePath
    /// SHA-256 that the picture must have.
    let content: String?
    let box: Box
    let label: Label
    /// Whether the suggestion could be seen when the cell was first answered.
    let sawSuggestion: Bool
  }

  private(set) var cells: [Cell] = []
  /// Cells on which answers differ, and pictures answered as a whole: neither is among `cells`.
  private(set) var contested = 0
  private(set) var wholes = 0

  /// Reads a log, which is not touched.
  init(log path: String) throws {
    do throws(StoreError) {
      let log = try Opening.logForReading(path: Locations.absolute(path))
      _ = try log.forEachPicture { _ in
      } _: { records in
        let state = ReviewState(records)
        for picture in state.paths {
          for review in state.reviews(of: picture) { add(review, of: picture) }
        }
      }
    } catch {
      throw Failure(Messages.notice(for: error))
    }
  }

  private mutating func add(_ review: ImageReview, of picture: ImagePath) {
    contested += review.contestedCount + review.disputedCount
    wholes += review.fieldVerdict == nil ? 0 : 1
    for cell in review.cells where !cell.isDisputed {
      guard let verdict = cell.verdict, let box = cell.box else { continue }
      cells.append(
        Cell(
          picture: picture, content: review.sha256, box: box, label: verdict.label,
          sawSuggestion: verdict.first.suggestionVisible))
    }
  }

  /// Whether the file at `path` begins as every SQLite database does.
  static func isLog(_ path: String) -> Bool {
    guard let file = FileHandle(forReadingAtPath: path) else { return false }
    defer { try? file.close() }
    return (try? file.read(upToCount: 15)) == Data("SQLite format 3".utf8)
  }
}
