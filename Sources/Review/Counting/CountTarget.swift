/// When a count is full: so many cells, or a class known so closely. Fixed before counting begins.
public enum CountTarget: Hashable, Sendable {
  case cells(Int)
  case width(WidthTarget)

  /// Whether the count may stop.
  public func isReached(by differential: Differential) -> Bool {
    switch self {
    case .cells(let count): differential.total >= count
    // A class outside the total has no percentage.
    case .width(let target):
      differential.limits(of: target.label) != nil
        && differential.width(of: target.label) <= target.percentagePoints
    }
  }
}

extension SlideIdentity {
  /// The target that was set; nil when none was.
  public var target: CountTarget? {
    if let targetWidth { return .width(targetWidth) }
    return targetCount.map { .cells($0) }
  }

  /// The same slide with another target.
  public func aiming(at target: CountTarget?) -> SlideIdentity {
    var (count, width): (Int?, WidthTarget?) = (nil, nil)
    switch target {
    case .cells(let cells): count = cells
    case .width(let wanted): width = wanted
    case nil: break
    }
    return SlideIdentity(
      directory: directory, specimen: specimen, slide: slide, reviewer: reviewer,
      targetCount: count, targetWidth: width, whiteCellCount: whiteCellCount)
  }
}
