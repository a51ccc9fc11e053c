import Analysis
import Foundation
import Review

/// Classifies images on several threads and hands the results out in the images' order.
struct OrderedClassification {
  let model: Model
  let images: [ImagePath]
  /// The first of them, where it was begun while the model was opened.
  var first: Started<LocatedImage>?
  let threads: Int

  /// Calls `body` once for each image, in order, on the calling thread.
  func forEach<Failure: Error>(
    _ body: (Classification) throws(Failure) -> Void
  ) throws(Failure) {
    let (model, images, first) = (model, images, first)
    // Fewer images than threads: several share the network's work on each, as far as there are cores for them.
    let cores = ProcessInfo.processInfo.activeProcessorCount
    let sharing = max(1, min(threads, cores) / max(1, images.count))
    try OrderedWork(count: images.count, threads: threads) {
      let analyzer = Analyzer(model, threads: sharing)
      return { place in
        let begun = place == 0 ? try? first?.value() : nil
        return (begun ?? LocatedImage(images[place])).classification(by: analyzer)
      }
    }.forEach(body)
  }
}
