import Engine
public import Imaging
import Morphology
public import Review

extension Analyzer {
  /// What the model says of the cell in `box`, and for each of its classes, in its order, where it saw what
  /// speaks for that class. One run of the network.
  public func explanations(of box: Box, in image: RGBImage) -> (Suggestion, [Explanation]) {
    let (logits, maps) = maps(of: box, in: image)
    return (
      settled(model.suggestion(logits: logits), for: box, in: image),
      explanations(maps, of: box)
    )
  }

  /// The explanations alone: the form of the nucleus has no part in them and is not asked.
  public func heat(of box: Box, in image: RGBImage) -> [Explanation] {
    explanations(maps(of: box, in: image).maps, of: box)
  }

  private func explanations(_ maps: [ClassMap], of box: Box) -> [Explanation] {
    let region = Box(Crop.square(around: PixelRect(box), scale: model.preprocess.cropScale))
    return zip(model.header.classes, maps).map { entry, map in
      Explanation(
        label: entry.label, box: box, region: region, side: ClassMap.side, evidence: map.evidence)
    }
  }
}
