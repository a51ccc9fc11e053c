import Digest
import Engine
public import Imaging
import Morphology
public import Review

/// The way of an image, from its bytes to what is suggested of each white cell in it.
///
/// Owns one thread's buffers of the network: each thread makes its own.
public final class Analyzer {
  /// The model that answers.
  public let model: Model
  let inference: Inference
  private let views: CropViews
  var input: [Float]
  /// The crop laid on itself otherwise; nothing where a model looks once.
  var turned: [Float]

  /// An analyzer for the calling thread.
  ///
  /// - Parameter threads: threads that share the network's work on each cell.
  public init(_ model: Model, threads: Int = 1) {
    self.model = model
    views = model.header.views
    inference = model.network.makeInference(threads: threads)
    input = [Float](repeating: 0, count: model.preprocess.inputCount)
    turned = []
  }

  /// Decodes an image file's bytes, finds its white cells and judges each.
  public func analyze(_ bytes: [UInt8]) throws(ImageError) -> (PictureFacts, [Review.FoundCell]) {
    analyze(try ImageDecoder.decode(bytes), of: bytes)
  }

  /// The same of a picture that was decoded from a file's `bytes`.
  public func analyze(_ image: RGBImage, of bytes: [UInt8]) -> (PictureFacts, [Review.FoundCell]) {
    let located = LocatedPicture(image, of: bytes)
    return (located.facts, judge(located))
  }

  /// Judges each cell of a picture. Where the form of a nucleus was asked, all cells come with their measures.
  public func judge(_ located: LocatedPicture) -> [Review.FoundCell] {
    let (boxes, image) = (located.boxes, located.image)
    let suggestions = boxes.map { firstLook(at: $0, in: image) }
    let measures: [CellMeasures?] =
      suggestions.contains(where: model.asksForm)
      ? CellSegmentation.segment(boxes.map { PixelRect($0) }, in: image).map(\.measures)
      : boxes.map { _ in nil }
    return boxes.indices.map { index in
      Review.FoundCell(
        id: CellID(imageSHA256: located.facts.sha256, box: boxes[index]), box: boxes[index],
        suggestion: model.weighed(suggestions[index], by: measures[index]),
        measures: measures[index])
    }
  }

  /// What the model says of the cell in `box`.
  public func suggestion(for box: Box, in image: RGBImage) -> Suggestion {
    settled(firstLook(at: box, in: image), for: box, in: image)
  }

  /// The same of a cell that was measured already.
  public func suggestion(
    for box: Box, in image: RGBImage, measured measures: CellMeasures?
  ) -> Suggestion {
    model.weighed(firstLook(at: box, in: image), by: measures)
  }

  /// What the network alone says of it.
  private func firstLook(at box: Box, in image: RGBImage) -> Suggestion {
    model.preprocess.fill(&input, from: image, box: PixelRect(box))
    return model.suggestion(logits: logits(of: input))
  }

  /// What is said of the cell in `box` once the form of its nucleus was asked, where the network is not sure.
  func settled(_ suggestion: Suggestion, for box: Box, in image: RGBImage) -> Suggestion {
    guard model.asksForm(of: suggestion) else { return suggestion }
    return model.weighed(suggestion, by: Self.measures(of: box, in: image))
  }

  /// The logits of a filled crop: by one run, or the mean over the views that the model asks for.
  func logits(of crop: [Float]) -> [Float] {
    guard views.count > 1 else { return inference.logits(of: presented(crop)) }
    var sums = [Float](repeating: 0, count: model.network.classCount)
    see(crop, from: views) { _, seen in
      for (place, logit) in inference.logits(of: presented(seen)).enumerated() {
        sums[place] += logit
      }
    }
    return sums.map { $0 / Float(views.count) }
  }

  /// The logits of the cell in `box`, and Grad-CAM of each class: by one run, or the means over the views that
  /// the model asks for, each map laid back on the crop.
  func maps(of box: Box, in image: RGBImage) -> (logits: [Float], maps: [ClassMap]) {
    model.preprocess.fill(&input, from: image, box: PixelRect(box))
    guard views.count > 1 else { return maps(of: input) }
    let share = 1 / Float(views.count)
    var logits = [Float](repeating: 0, count: model.network.classCount)
    var evidence = logits.map { _ in [Float](repeating: 0, count: ClassMap.side * ClassMap.side) }
    see(input, from: views) { view, seen in
      let said = maps(of: seen)
      for place in logits.indices {
        logits[place] += share * said.logits[place]
        let laid = view.laidBack(said.maps[place].evidence, side: ClassMap.side)
        for (field, value) in laid.enumerated() { evidence[place][field] += share * value }
      }
    }
    return (logits, evidence.map { ClassMap(evidence: $0) })
  }

  /// Hands over a filled crop as each of `views` shows it.
  func see(_ crop: [Float], from views: CropViews, _ body: (CropView, [Float]) -> Void) {
    let side = model.preprocess.side
    var near: [Float] = []
    for view in views.each {
      if view.share < 1, near.isEmpty {
        near = CropView.middle(of: crop, share: view.share, side: side)
      }
      view.symmetry.lay(view.share < 1 ? near : crop, into: &turned, side: side)
      body(view, turned)
    }
  }

  /// A filled crop as this network wants it.
  func presented(_ crop: [Float]) -> [Float] {
    model.header.preprocessing.presentation?.applied(to: crop) ?? crop
  }

  /// The logits of a filled crop and its maps, by one run.
  private func maps(of crop: [Float]) -> (logits: [Float], maps: [ClassMap]) {
    let classCount = model.network.classCount
    let logits = [Float](unsafeUninitializedCapacity: classCount) { logits, count in
      presented(crop).withUnsafeBufferPointer {
        inference.runKeepingActivations($0, logits: logits)
      }
      count = classCount
    }
    let maps = (0..<classCount).map { inference.classMap(of: $0) }
    // What was seen turned by half is laid back: the last place is the first.
    let isTurned = model.header.preprocessing.presentation?.isTurned ?? false
    return (logits, isTurned ? maps.map { ClassMap(evidence: $0.evidence.reversed()) } : maps)
  }
}

/// SHA-256 of a file's bytes, lower-case hexadecimal.
public func sha256(of bytes: [UInt8]) -> String {
  // libcrypto fails here only when it has no memory left, as any allocation of ours would.
  guard let digest = try? SHA256Digest(of: bytes) else { preconditionFailure("no memory") }
  return digest.hexadecimal
}
