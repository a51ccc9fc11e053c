import Engine
public import Imaging
import Morphology
public import Review

extension Analyzer {
  /// Numbers of one view's features.
  public static let featureCount = Network.featureCount

  /// What a new head is trained on: the features of the cell in `box` seen plainly, then those of each of
  /// `augmented`, one after the other.
  ///
  /// - Parameters:
  ///   - views: the plain ones, which need not be the model's.
  public func features(
    of box: Box, in image: RGBImage, views: CropViews, augmented: [AugmentedView]
  ) -> [Float] {
    let side = model.preprocess.side
    var features: [Float] = []
    features.reserveCapacity((views.count + augmented.count) * Self.featureCount)
    Preprocess(side: side, cropScale: views.cropScale)
      .fill(&input, from: image, box: PixelRect(box))
    see(input, from: views) { _, seen in features += inference.features(of: presented(seen)) }
    for (number, view) in augmented.enumerated() {
      view.fill(
        &input, from: image, box: PixelRect(box),
        preprocess: Preprocess(side: side, cropScale: views.augmentedScale(number)))
      features += inference.features(of: presented(input))
    }
    return features
  }
}
