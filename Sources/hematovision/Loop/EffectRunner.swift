import Directories
import Foundation
import Review
import Station

/// Hands the station's wishes to the threads that fulfil them.
struct EffectRunner {
  let mailbox: Mailbox
  let content: ContentWorker
  let inference: InferenceWorker
  let pictures: PictureWorker
  let thumbnails: ThumbnailWorker
  let log: LogWorker
  let drift: DriftCheck
  let training: TrainingWorker

  /// Starts an effect that needs no terminal; its answer comes through the mailbox.
  func run(_ effect: Effect) {
    switch effect {
    // The directory is being read since the program began; what came before the screen waits.
    case .list: mailbox.ring()
    case .readContent(let paths): content.read(paths)
    case .loadHistory(let directory): log.loadHistory(of: directory)
    case .draw(let request): pictures.draw(request)
    case .drawThumbnails(let requests): thumbnails.draw(requests)
    case .loadReferences(let label): log.loadReferences(label)
    case .classify(let paths, let first): inference.classify(paths, first: first)
    case .cancelClassification: inference.cancel()
    case .judge(let placement): inference.judge(placement)
    case .explain(let request): inference.explain(request)
    case .measure(let request): inference.measure(request)
    case .record(let entries): log.record(entries)
    case .loadTrail(let image): log.loadTrail(of: image)
    case .checkDrift: drift.start()
    case .surveyTraining: training.survey()
    case .train: training.train()
    case .stopTraining: training.stop()
    case .signIn(let reviewer): log.signIn(reviewer: reviewer)
    case .export(let directory, let file): log.export(directory, to: file)
    case .readTimes(let paths): readTimes(paths)
    case .suspend, .redraw, .limitColours, .quit, .bell: break
    }
  }

  /// Waits until everything that was to be recorded has been tried, and a training that runs has kept its best.
  func finish() {
    log.finish()
    training.finish()
  }

  /// When each file was last changed; one that is gone has no time and stands last.
  private func readTimes(_ paths: [ImagePath]) {
    let mailbox = mailbox
    Thread.detachNewThread {
      var times: [ImagePath: Int64] = [:]
      for path in paths { times[path] = DirectoryScan.modificationTime(of: path) }
      mailbox.post(.times(times))
    }
  }
}
