import Foundation
import Review

/// A value as one line of JSON with sorted keys, its end included.
///
/// Numbers that JSON cannot hold (NaN, infinity) must not be in it.
func jsonLine(
  _ value: some Encodable, keys: JSONEncoder.KeyEncodingStrategy = .useDefaultKeys
) -> String {
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
  encoder.keyEncodingStrategy = keys
  guard let data = try? encoder.encode(value) else {
    preconditionFailure("texts and finite numbers make JSON")
  }
  return String(decoding: data, as: UTF8.self) + "\n"
}

extension ImagePath {
  /// The bytes of a name that is no text, in base 64; nil for one that is.
  var base64UnlessText: String? { text == nil ? Data(bytes).base64EncodedString() : nil }
}
