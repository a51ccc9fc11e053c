/// How far a training is, as it tells while it runs.
public enum TrainingProgress: Hashable, Sendable {
  /// Pictures that were read, of all.
  case reading(Int, of: Int)
  /// Pictures in which the labelled cells were found, of all.
  case finding(Int, of: Int)
  /// Pictures whose cells' features are there, of all.
  case features(Int, of: Int)
  /// The epochs begin, at most so many, on cells that are divided like this.
  case fitting(epochs: Int, training: Int, validation: Int, test: Int)
  /// An epoch is over; whether it is kept unless a later one is.
  case epoch(Epoch, isKept: Bool)
  /// Epochs of the head that is written, on training and validation cells together.
  case joining(Int, of: Int)
  /// Epochs of the trainings that tell what more labels would bring.
  case learningCurve(Int, of: Int)
}
