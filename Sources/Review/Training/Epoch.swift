/// What an epoch brought.
public struct Epoch: Hashable, Sendable {
  /// From 1 on.
  public let number: Int
  /// Size of its steps, at its end.
  public let learningRate: Double
  /// Class-balanced cross entropy and share of right rows as they were met in training.
  public let trainingLoss: Double
  public let trainingAccuracy: Double
  /// The same of the validation cells after the epoch, the loss at the temperature that suits best; nil without
  /// such cells.
  public let validationLoss: Double?
  public let validationAccuracy: Double?

  /// An epoch that came to these figures.
  public init(
    number: Int, learningRate: Double, trainingLoss: Double, trainingAccuracy: Double,
    validationLoss: Double?, validationAccuracy: Double?
  ) {
    self.number = number
    self.learningRate = learningRate
    self.trainingLoss = trainingLoss
    self.trainingAccuracy = trainingAccuracy
    self.validationLoss = validationLoss
    self.validationAccuracy = validationAccuracy
  }
}
