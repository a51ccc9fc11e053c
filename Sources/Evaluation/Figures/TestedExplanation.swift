public import Review

/// The maps that are held against one another.
public enum HeatKind: String, CaseIterable, Hashable, Sendable, Encodable {
  case gradCAM = "grad_cam"
  /// The fields nearest to the crop's middle first: no network.
  case centre
  /// Any order.
  case random

  /// The map's name in reports.
  public var name: String {
    switch self {
    case .gradCAM: "Grad-CAM"
    case .centre: "centre"
    case .random: "random"
    }
  }
}

/// What was measured of one cell's explanation.
public struct TestedExplanation: Hashable, Sendable {
  /// Probability of the explained class as fields of the crop are blurred, and as they are put back.
  public struct Curves: Hashable, Sendable {
    public let deletion: [Double]
    public let insertion: [Double]

    /// The curves of one map: a probability for each of `ExplanationFigures.shares`.
    public init(deletion: [Double], insertion: [Double]) {
      self.deletion = deletion
      self.insertion = insertion
    }
  }

  /// Shares of heat inside of the cell's mask.
  public struct Inside: Hashable, Sendable {
    /// Share of the crop's area: what heat without aim would score.
    public let area: Double
    public let gradCAM: Double
    public let centre: Double
    /// Share of the found box's area: what even heat over the box would score.
    public let box: Double

    /// Shares of the crop's area, of Grad-CAM's heat, of the centre's and of the box's area, each 0...1.
    public init(area: Double, gradCAM: Double, centre: Double, box: Double) {
      self.area = area
      self.gradCAM = gradCAM
      self.centre = centre
      self.box = box
    }
  }

  /// What came of it.
  public enum Outcome: Hashable, Sendable {
    /// The curves of each map, and the heat inside of cell and nucleus where there is a mask.
    case tested([HeatKind: Curves], cell: Inside?, nucleus: Inside?)
    /// No heat, with its reason.
    case noHeat(String)
    case noCell
    case unreadable(Notice)
  }

  public let image: LabelledImage
  /// Place of the explained class, which is the suggested one; nil without a cell.
  public let explained: Int?
  public let outcome: Outcome
  /// The map that was tested; nil without a cell.
  public let explanation: Explanation?

  /// A cell that was tested, or why it was not.
  public init(
    _ image: LabelledImage, explained: Int?, outcome: Outcome, explanation: Explanation? = nil
  ) {
    self.image = image
    self.explained = explained
    self.outcome = outcome
    self.explanation = explanation
  }
}
