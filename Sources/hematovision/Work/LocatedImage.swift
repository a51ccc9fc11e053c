import Analysis
import Foundation
import Imaging
import Review

/// An image file that was read, decoded and searched for white cells, or what went wrong with it: a failure is a
/// result too. What is left is the model's part.
struct LocatedImage: Sendable {
  private let path: ImagePath
  private let located: Result<LocatedPicture, Notice>
  private let duration: Duration

  init(_ path: ImagePath) {
    self.path = path
    let clock = ContinuousClock()
    let start = clock.now
    do {
      let bytes = try ImageFile.read(path: path.bytes)
      located = .success(LocatedPicture(try ImageDecoder.decode(bytes), of: bytes))
    } catch {
      located = .failure(Messages.notice(for: error, image: path))
    }
    duration = clock.now - start
  }

  /// Judges the cells. What only the record holds of them (`recording`) takes as long again, and is no part of the time
  /// that is told.
  func classification(by analyzer: Analyzer, recording: Bool = false) -> Classification {
    var duration = duration
    let outcome: Classification.Outcome
    switch located {
    case .success(let picture):
      var (facts, cells) = (picture.facts, [Review.FoundCell]())
      duration += ContinuousClock().measure { cells = analyzer.judge(picture) }
      if recording { (facts, cells) = Analyzer.recorded(facts, cells, in: picture.image) }
      outcome = .cells(facts, cells)
    case .failure(let notice): outcome = .failed(notice)
    }
    let milliseconds = duration / .milliseconds(1)
    return Classification(
      image: path, outcome: outcome, model: analyzer.model.identity,
      milliseconds: (milliseconds * 1000).rounded() / 1000)
  }
}
