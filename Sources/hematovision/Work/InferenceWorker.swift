import Analysis
import Foundation
import Imaging
import Review
import Station

/// One thread that looks for white cells, so that no key ever waits for the engine.
struct InferenceWorker: Sendable {
  private enum Job: Sendable {
    case classify(ImagePath)
    case judge(BoxPlacement)
  }

  private let jobs = JobQueue<Job>()

  /// Starts the thread; its answers go to `mailbox`. `threads` share the work on each cell.
  init(model: Model, threads: Int, mailbox: Mailbox) {
    let jobs = jobs
    Thread.detachNewThread {
      // Where all cores are busy, keys and pictures go before the engine. On Linux this is about the calling
      // thread alone, and about those that it starts.
      let thread = __priority_which_t(PRIO_PROCESS.rawValue)
      setpriority(thread, 0, min(19, getpriority(thread, 0) + 10))
      let analyzer = Analyzer(model, threads: threads)
      while true {
        switch jobs.next() {
        case .classify(let path):
          mailbox.post(.classified(classification(of: path, with: analyzer)))
        case .judge(let placement): mailbox.post(.judged(judgement(of: placement, with: analyzer)))
        }
      }
    }
  }

  func classify(_ paths: [ImagePath], first: Bool) {
    jobs.add(paths.map { .classify($0) }, first: first)
  }

  func judge(_ placement: BoxPlacement) { jobs.add([.judge(placement)], first: true) }

  func cancel() { jobs.removeAll() }
}

/// Reads, decodes and judges one image; a failure is a result too.
func classification(of path: ImagePath, with analyzer: Analyzer) -> Classification {
  let clock = ContinuousClock()
  let start = clock.now
  let outcome: Classification.Outcome
  do {
    let (facts, cells) = try analyzer.analyze(try ImageFile.read(path: path.bytes))
    outcome = .cells(facts, cells)
  } catch {
    outcome = .failed(Messages.notice(for: error, image: path))
  }
  let milliseconds = (clock.now - start) / .milliseconds(1)
  return Classification(
    image: path, outcome: outcome, model: analyzer.model.identity,
    milliseconds: (milliseconds * 1000).rounded() / 1000)
}

/// The model's answer for a box that a person placed; none when the file changed or went away.
private func judgement(of placement: BoxPlacement, with analyzer: Analyzer) -> BoxPlacement {
  var suggestion: Suggestion?
  var fingerprint: Fingerprint?
  if let bytes = try? ImageFile.read(path: placement.image.bytes),
    sha256(of: bytes) == placement.imageSHA256, let image = try? ImageDecoder.decode(bytes)
  {
    suggestion = analyzer.suggestion(for: placement.box, in: image)
    fingerprint = Analyzer.fingerprint(of: placement.box, in: image)
  }
  return BoxPlacement(
    image: placement.image, imageSHA256: placement.imageSHA256, cell: placement.cell,
    box: placement.box, previous: placement.previous, suggestion: suggestion,
    fingerprint: fingerprint?.hexadecimal)
}
