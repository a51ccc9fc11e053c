import Review

extension State {
  /// Takes a log entry into its picture's review and into what the directory adds up to.
  mutating func apply(_ entry: LogEntry, by reviewer: String) {
    guard let image = entry.event.image else { return review.apply(entry, by: reviewer) }
    // The path is held once, by the list.
    let listed = catalogue.index(of: image).map { catalogue.images[$0] }
    changeReview(of: image) { $0.apply(entry, by: reviewer, at: listed) }
    noteTwins(entry.event, in: listed ?? image)
  }

  /// On screen an entry counts only when the log has it, or will have it in a moment.
  mutating func setHolds(_ holds: Bool, image: ImagePath, entry: EntryID) {
    changeReview(of: image) { $0.setHolds(holds, image: image, entry: entry) }
    twins.isStale = true
  }

  /// The only way a review changes: the sums of the directory and the gallery follow.
  mutating func changeReview(of image: ImagePath, _ change: (inout ReviewState) -> Void) {
    let old = review[image]
    change(&review)
    catalogue.change(image, from: old, to: review[image])
    noteInGallery(image)
  }
}
