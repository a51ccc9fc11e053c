import Analysis
import Foundation
import Imaging
import Review
import Station
import Synchronization

/// One thread that looks for white cells, so that no key ever waits for the engine.
struct InferenceWorker: Sendable {
  private enum Job: Sendable {
    case classify(ImagePath)
    case judge(BoxPlacement)
    /// What `wish` holds by then.
    case explain
    case measure(FieldRequest)
  }

  private final class HeatWish: Sendable {
    private let request = Mutex<ExplanationRequest?>(nil)

    func set(_ new: ExplanationRequest) { request.withLock { $0 = new } }

    func take() -> ExplanationRequest? {
      request.withLock { request in
        defer { request = nil }
        return request
      }
    }
  }

  private let jobs = JobQueue<Job>()
  /// The heat that was asked for last: a selection that moved on needs no other.
  private let wish = HeatWish()

  /// Starts the thread; its answers go to `mailbox`. `threads` share the work on each cell.
  init(model: Model, threads: Int, mailbox: Mailbox) {
    let (jobs, wish) = (jobs, wish)
    Thread.detachNewThread {
      // Where all cores are busy, keys and pictures go before the engine. On Linux this is about the calling
      // thread alone, and about those that it starts.
      let thread = __priority_which_t(PRIO_PROCESS.rawValue)
      setpriority(thread, 0, min(19, getpriority(thread, 0) + 10))
      let analyzer = Analyzer(model, threads: threads)
      while true {
        switch jobs.next() {
        case .classify(let path):
          mailbox.post(
            .classified(classification(of: path, with: analyzer, measuring: true)))
        case .judge(let placement): mailbox.post(.judged(judgement(of: placement, with: analyzer)))
        case .explain:
          if let request = wish.take() { mailbox.post(explanation(of: request, with: analyzer)) }
        case .measure(let request): mailbox.post(measures(of: request))
        }
      }
    }
  }

  func classify(_ paths: [ImagePath], first: Bool) {
    jobs.add(paths.map { .classify($0) }, first: first)
  }

  func judge(_ placement: BoxPlacement) { jobs.add([.judge(placement)], first: true) }

  func explain(_ request: ExplanationRequest) {
    wish.set(request)
    jobs.add([.explain], first: true)
  }

  func measure(_ request: FieldRequest) {
    jobs.removeAll { if case .measure = $0 { true } else { false } }
    jobs.add([.measure(request)], first: true)
  }

  /// Forgets the pictures that wait; what was asked of one cell stays.
  func cancel() {
    jobs.removeAll { if case .classify = $0 { true } else { false } }
  }
}

/// Reads, decodes and judges one image; a failure is a result too. Measuring nucleus and cytoplasm takes as
/// long again, and is no part of the time that is told.
func classification(
  of path: ImagePath, with analyzer: Analyzer, measuring: Bool = false
) -> Classification {
  let clock = ContinuousClock()
  let start = clock.now
  let outcome: Classification.Outcome
  let end: ContinuousClock.Instant
  do {
    let bytes = try ImageFile.read(path: path.bytes)
    let image = try ImageDecoder.decode(bytes)
    let (facts, cells) = analyzer.analyze(image, of: bytes)
    end = clock.now
    outcome = .cells(facts, measuring ? Analyzer.measured(cells, in: image) : cells)
  } catch {
    end = clock.now
    outcome = .failed(Messages.notice(for: error, image: path))
  }
  let milliseconds = (end - start) / .milliseconds(1)
  return Classification(
    image: path, outcome: outcome, model: analyzer.model.identity,
    milliseconds: (milliseconds * 1000).rounded() / 1000)
}

/// Where the model looks at a cell; a failure is said.
private func explanation(of request: ExplanationRequest, with analyzer: Analyzer) -> Event {
  do {
    let bytes = try ImageFile.read(path: request.image.bytes)
    guard sha256(of: bytes) == request.imageSHA256 else {
      return .explanationFailed(request, Messages.changedSinceJudged(request.image))
    }
    let image = try ImageDecoder.decode(bytes)
    return .explained(request, analyzer.explanations(of: request.box, in: image).1)
  } catch {
    return .explanationFailed(request, Messages.notice(for: error, image: request.image))
  }
}

/// Everything measured in a picture; a failure is said.
private func measures(of request: FieldRequest) -> Event {
  do {
    let bytes = try ImageFile.read(path: request.image.bytes)
    if let known = request.imageSHA256, known != sha256(of: bytes) {
      return .fieldFailed(request, Messages.changedSinceJudged(request.image))
    }
    let image = try ImageDecoder.decode(bytes)
    return .fieldMeasured(request, FieldSummary(of: image, whiteCells: request.boxes))
  } catch {
    return .fieldFailed(request, Messages.notice(for: error, image: request.image))
  }
}

/// The model's answer for a box that a person placed; none when the file changed or went away.
private func judgement(of placement: BoxPlacement, with analyzer: Analyzer) -> BoxPlacement {
  var suggestion: Suggestion?
  var fingerprint: Fingerprint?
  var measures: CellMeasures?
  if let bytes = try? ImageFile.read(path: placement.image.bytes),
    sha256(of: bytes) == placement.imageSHA256, let image = try? ImageDecoder.decode(bytes)
  {
    suggestion = analyzer.suggestion(for: placement.box, in: image)
    fingerprint = Analyzer.fingerprint(of: placement.box, in: image)
    measures = Analyzer.measures(of: placement.box, in: image)
  }
  return BoxPlacement(
    image: placement.image, imageSHA256: placement.imageSHA256, cell: placement.cell,
    box: placement.box, previous: placement.previous, suggestion: suggestion,
    fingerprint: fingerprint?.hexadecimal, measures: measures)
}
