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
    case explain(ExplanationRequest)
    case measure(FieldRequest)
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
          mailbox.post(
            .classified(LocatedImage(path).classification(by: analyzer, recording: true)))
        case .judge(let placement): mailbox.post(.judged(judgement(of: placement, with: analyzer)))
        case .explain(let request):
          mailbox.post(explanation(of: request, with: analyzer))
        case .measure(let request): mailbox.post(measures(of: request))
        }
      }
    }
  }

  func classify(_ paths: [ImagePath], first: Bool) {
    jobs.add(paths.map { .classify($0) }, first: first)
  }

  func judge(_ placement: BoxPlacement) { jobs.add([.judge(placement)], first: true) }

  /// Only the heat that was asked for last counts: a selection that moved on needs no other.
  func explain(_ request: ExplanationRequest) {
    jobs.addUrgent(.explain(request)) { if case .explain = $0 { true } else { false } }
  }

  /// Of these too only the last counts.
  func measure(_ request: FieldRequest) {
    jobs.addUrgent(.measure(request)) { if case .measure = $0 { true } else { false } }
  }

  /// Forgets the pictures that wait; what was asked of one cell stays.
  func cancel() {
    jobs.removeAll { if case .classify = $0 { true } else { false } }
  }
}

/// The picture that was judged: its file must hold what it held then, where that is known.
private func picture(_ path: ImagePath, sha256 known: String?) throws(Notice) -> RGBImage {
  do throws(ImageError) {
    let bytes = try ImageFile.read(path: path.bytes)
    if known == nil || known == sha256(of: bytes) { return try ImageDecoder.decode(bytes) }
  } catch {
    throw Messages.notice(for: error, image: path)
  }
  throw Messages.changedSinceJudged(path)
}

/// Where the model looks at a cell; a failure is said.
private func explanation(of request: ExplanationRequest, with analyzer: Analyzer) -> Event {
  do {
    let image = try picture(request.image, sha256: request.imageSHA256)
    return .explained(request, analyzer.heat(of: request.box, in: image))
  } catch {
    return .explanationFailed(request, error)
  }
}

/// Everything measured in a picture; a failure is said.
private func measures(of request: FieldRequest) -> Event {
  do {
    let image = try picture(request.image, sha256: request.imageSHA256)
    return .fieldMeasured(request, FieldSummary(of: image, whiteCells: request.boxes))
  } catch {
    return .fieldFailed(request, error)
  }
}

/// The model's answer for a box that a person placed; none when the file changed or went away.
private func judgement(of placement: BoxPlacement, with analyzer: Analyzer) -> BoxPlacement {
  var suggestion: Suggestion?
  var fingerprint: Fingerprint?
  var measures: CellMeasures?
  if let image = try? picture(placement.image, sha256: placement.imageSHA256) {
    measures = Analyzer.measures(of: placement.box, in: image)
    suggestion = analyzer.suggestion(for: placement.box, in: image, measured: measures)
    fingerprint = Analyzer.fingerprint(of: placement.box, in: image)
  }
  return BoxPlacement(
    image: placement.image, imageSHA256: placement.imageSHA256, cell: placement.cell,
    box: placement.box, previous: placement.previous, suggestion: suggestion,
    fingerprint: fingerprint?.hexadecimal, measures: measures)
}
