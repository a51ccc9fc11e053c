import Foundation

/// What may be a red cell, with what speaks for it.
struct CandidateCell {
  /// How it was found.
  enum Origin: Int, Sendable {
    /// A part of the foreground by itself.
    case region = 0
    /// An outline around a centre that edges voted for.
    case outline = 1
    /// A part of the foreground that no cell was found to cover.
    case rest = 2
  }

  let origin: Origin
  /// Edges of the box, in places, between which it lies.
  let left: Float
  let right: Float
  let top: Float
  let bottom: Float
  /// Its places in the picture.
  let places: [Int32]
  let outline: Outline?
  /// The votes of its centre (`CentreVotes.Peak.share`), 0 where nobody voted.
  let votes: Float
  /// Whether the picture's edge cuts it off.
  let isCut: Bool
  /// Whether a white cell lies against it.
  let touchesWhiteCell: Bool

  // What does not depend on the other cells.

  /// Share of the directions seen in which an edge stands.
  let support: Float
  /// Share of the directions that lie in the picture.
  let seen: Float
  /// Share of its places that are foreground.
  let filled: Float
  /// Places over those of a disc of the field's radius.
  let size: Float
  /// Mean density over the field's.
  let density: Float
  /// Mean nuclear stain over the field's density.
  let stain: Float
  /// Foreground region that holds most of it, -1 for none.
  let region: Int32
  /// Places over those of its convex hull; 1 for an outline, which has no dents.
  let solidity: Float
  /// The best support of another outline whose centre lies in this candidate, away from its own.
  var rival: Float = 0
}
