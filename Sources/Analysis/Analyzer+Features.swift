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
  ///   - cropScale: side of the crop over the longer side of the box, which need not be the model's.
  ///   - plainViews: 1, or 8 for every quarter turn of the crop and its mirror image.
  public func features(
    of box: Box, in image: RGBImage, cropScale: Double, plainViews: Int,
    augmented: [AugmentedView]
  ) -> [Float] {
    let preprocess = Preprocess(side: model.preprocess.side, cropScale: cropScale)
    precondition([1, SquareSymmetry.allCases.count].contains(plainViews))
    var features: [Float] = []
    features.reserveCapacity((plainViews + augmented.count) * Self.featureCount)
    preprocess.fill(&input, from: image, box: PixelRect(box))
    for view in SquareSymmetry.allCases.prefix(plainViews) {
      view.lay(input, into: &turned, side: model.preprocess.side)
      features += inference.features(of: presented(turned))
    }
    for view in augmented {
      view.fill(&input, from: image, box: PixelRect(box), preprocess: preprocess)
      features += inference.features(of: presented(input))
    }
    return features
  }
}
