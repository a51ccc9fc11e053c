extension Int {
  /// So many of something: `1 row`, `2 rows`; `several` where an s is not enough.
  package func counted(_ one: String, _ several: String? = nil) -> String {
    "\(self) \(self == 1 ? one : several ?? one + "s")"
  }
}
