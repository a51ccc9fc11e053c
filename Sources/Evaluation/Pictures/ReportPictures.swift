public import Imaging

extension EvaluationReport {
  /// Pictures of all images together, each with the name of its file.
  public var pictures: [(name: String, picture: RGBImage)] { [] }
}
