/// The hash of Fowler, Noll and Vo (FNV-1a, 64 bits): the same on every machine and run.
package enum FNV1a {
  /// The hash of a text.
  ///
  /// - Parameter start: where it begins; another one gives another hash of the same text.
  package static func hash(
    _ text: String, from start: UInt64 = 14_695_981_039_346_656_037
  ) -> UInt64 {
    text.utf8.reduce(start) { ($0 ^ UInt64($1)) &* 1_099_511_628_211 }
  }
}
