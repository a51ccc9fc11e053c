import Review

/// Who follows a training: is told how it goes, and says whether it goes on.
struct TrainingFollower {
  let take: (TrainingProgress) -> Void
  /// Is told a line about something that is wrong or left out.
  let note: (String) -> Void
  let goesOn: () -> Bool
}

/// A training was ended before there was an epoch to keep.
struct TrainingStopped: Error {}
