import Foundation

/// What is measured of a whole field, to judge its nuclei by.
struct FieldMeasures {
  /// `GrainSize`, grid places.
  let grain: Double
  /// Of the grid, places.
  let shorterSide: Double
  /// The upper quartile of the green density: that of the red cells, where they cover a quarter.
  let density: Double
  /// Above this stain a place was counted as nucleus.
  let threshold: Double

  /// A nucleus has at least this part of the picture's shorter side for its diameter,
  private static let leastDiameterShare = 0.05
  /// and this many grain sizes (a platelet is 1 to 3 of them across).
  private static let leastGrains = 2.9
  /// Some are smaller, and the score must see them; but none has less than half of it.
  private static let leastPart = 0.5
  /// A nucleus is stained this much more strongly than the field is dense,
  private static let leastStainOverDensity = 1.45
  /// and what is less blue than this is rather a red cell or dirt, however dark;
  private static let plausibleBlueness = 0.54
  /// below this it certainly is.
  private static let leastBlueness = 0.4
  /// The field, which may be one large cell, counts for a density between these.
  private static let densities: ClosedRange<Double> = 0.05...0.35

  init(_ map: StainMap, threshold: Float) {
    grain = GrainSize.measure(map)
    shorterSide = Double(min(map.width, map.height))
    density = Self.upperQuartile(map.greenDensity)
    self.threshold = Double(threshold)
  }

  /// Whether the nucleus is worth a score.
  func admits(_ nucleus: Nucleus) -> Bool {
    nucleus.diameter >= Self.leastPart * leastDiameter && nucleus.blueness >= Self.leastBlueness
  }

  /// Whether the nucleus looks like a white cell's by itself; the largest such one is what the
  /// others of the picture are compared with.
  func isPlausible(_ nucleus: Nucleus) -> Bool {
    nucleus.diameter >= leastDiameter && nucleus.blueness >= Self.plausibleBlueness
      && nucleus.stain >= Self.leastStainOverDensity * density
  }

  private var leastDiameter: Double {
    max(Self.leastDiameterShare * shorterSide, Self.leastGrains * grain)
  }

  /// To a thousandth, by counting.
  private static func upperQuartile(_ values: [Float]) -> Double {
    let step: Float = 0.001
    var histogram = Histogram(binCount: Int(densities.upperBound / Double(step)) + 1)
    histogram.add(values, step: step)
    var below = 0
    let bin = histogram.counts.firstIndex { count in
      below += count
      return below * 4 > values.count * 3
    }
    return max(Double(bin ?? 0) * Double(step), densities.lowerBound)
  }
}
