// Written by Weights/recipe/finder.py; do not edit, run it again.

import Foundation

/// How likely a candidate nucleus is a white cell's: a logistic regression.
enum NucleusScore {
  /// What is at least this likely is a white cell.
  /// The lowest of 0.48, 0.50 ... 0.56 that gives a precision of 0.945 on the train and val
  /// rows of chula (boxes at IoU 0.3).
  static let threshold = 0.52

  /// 0...1.
  static func probability(_ nucleus: NucleusFeatures) -> Double {
    1 / (1 + exp(-logit(nucleus)))
  }

  private static func logit(_ nucleus: NucleusFeatures) -> Double {
    var sum = 3.0901
    sum += nucleus.diameterInGrains * (1.1684 + 0.2719 * nucleus.diameterInGrains)
    sum += nucleus.diameterInPicture * (1.8931 - 0.3924 * nucleus.diameterInPicture)
    sum += nucleus.blueness * -4.4958
    sum += nucleus.stainOverField * -0.4375
    sum += nucleus.contrast * (3.8223 + 1.853 * nucleus.contrast)
    sum += nucleus.areaShare * (0.52 - 0.4517 * nucleus.areaShare)
    sum += nucleus.isCut * -1.576
    sum += nucleus.lobes * 0.6921
    sum += nucleus.fill * 3.294
    sum += nucleus.ringStain * -4.9688
    sum += nucleus.ringDensity * 3.4329
    return sum
  }
}
