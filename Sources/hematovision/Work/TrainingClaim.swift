import Foundation

/// What a model's file says of its training, as far as the gate must know it.
struct TrainingClaim: Decodable {
  let dataSHA256: String
  let seed: UInt64
  /// The first digits of the SHA-256 of every picture that the model was fitted to.
  let trainedOn: [String]

  private enum CodingKeys: String, CodingKey {
    case seed
    case dataSHA256 = "data_sha256"
    case trainedOn = "trained_on"
  }

  /// Nil for a file that does not say it.
  init?(_ json: String?) {
    guard let json, let claim = try? JSONDecoder().decode(Self.self, from: Data(json.utf8)) else {
      return nil
    }
    self = claim
  }

  /// How many of these pictures the model was fitted to.
  func overlap(with contents: [String]) -> Int {
    guard let length = trainedOn.first?.count else { return 0 }
    let known = Set(trainedOn)
    return contents.count { known.contains(String($0.prefix(length))) }
  }
}
