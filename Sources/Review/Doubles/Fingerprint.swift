/// A perceptual hash of 128 bits: which way the coarse waves of brightness in a picture lean.
///
/// A bit is the sign of one coefficient of the cosine transform, row by row over the frequencies
/// (down, across) with 0 < down² + across² <= 146. Signs do not feel exposure or contrast. Turning or
/// mirroring the picture changes signs by the parity of the frequency and swaps the two directions, so
/// that all eight positions of a picture follow from one hash.
///
/// After the hash of Zauner, "Implementation and benchmarking of perceptual image hash functions", 2010,
/// with zero in place of the median.
public struct Fingerprint: Hashable, Sendable {
  let high: UInt64
  let low: UInt64

  /// Frequencies per direction that the transform must give.
  public static let side = 13
  /// Two hashes of one cell or field differ in at most this many bits, others hardly ever:
  /// measured in `Accuracy.md`.
  public static let likeness = 22

  /// Down and across of each bit, the most significant first.
  package static let frequencies: [(down: Int, across: Int)] = (0..<side).flatMap { down in
    (0..<side).map { (down: down, across: $0) }
  }.filter { 1...146 ~= $0.down * $0.down + $0.across * $0.across }

  init(high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
  }

  /// The hash of these coefficients: `side` rows of `side`, the mean of the picture first.
  public init(coefficients: [Float]) {
    precondition(coefficients.count == Self.side * Self.side, "a square of coefficients")
    self.init(Self.frequencies.map { coefficients[$0.down * Self.side + $0.across] > 0 })
  }

  /// The 128 bits, the most significant first.
  init(_ bits: some Sequence<Bool>) {
    var (high, low): (UInt64, UInt64) = (0, 0)
    for bit in bits {
      high = high << 1 | low >> 63
      low = low << 1 | (bit ? 1 : 0)
    }
    self.init(high: high, low: low)
  }

  /// Reads 32 hexadecimal digits; nil for anything else.
  public init?(hexadecimal text: String) {
    let digits = text.utf8
    guard digits.count == 32, digits.allSatisfy({ Character(UnicodeScalar($0)).isHexDigit }),
      let high = UInt64(text.prefix(16), radix: 16), let low = UInt64(text.suffix(16), radix: 16)
    else { return nil }
    self.init(high: high, low: low)
  }

  /// 32 lower-case hexadecimal digits.
  public var hexadecimal: String {
    [high, low].map { word in
      let digits = String(word, radix: 16)
      return String(repeating: "0", count: 16 - digits.count) + digits
    }.joined()
  }

  subscript(bit: Int) -> Bool {
    (bit < 64 ? high >> UInt64(63 - bit) : low >> UInt64(127 - bit)) & 1 == 1
  }

  /// Bits in which two hashes differ, the pictures as they lie.
  public func distance(_ other: Fingerprint) -> Int {
    (high ^ other.high).nonzeroBitCount + (low ^ other.low).nonzeroBitCount
  }

  // MARK: Turned and mirrored

  /// A mask of the bits whose frequency is odd across, or down.
  private static let oddAcross = Fingerprint(frequencies.map { $0.across % 2 == 1 })
  private static let oddDown = Fingerprint(frequencies.map { $0.down % 2 == 1 })
  /// For each bit the one with down and across exchanged.
  private static let exchanged = frequencies.map { one in
    frequencies.firstIndex { $0 == (one.across, one.down) } ?? 0
  }

  private func flipping(_ mask: Fingerprint) -> Fingerprint {
    Fingerprint(high: high ^ mask.high, low: low ^ mask.low)
  }

  /// The hash of the picture mirrored at its diagonal.
  var transposed: Fingerprint { Fingerprint(Self.exchanged.map { self[$0] }) }

  /// The hashes of the picture in all eight positions: as it lies, mirrored left to right, top to bottom
  /// and both; then the same four of the transposed picture.
  public var positions: [Fingerprint] {
    [self, transposed].flatMap { hash in
      let mirrored = hash.flipping(Self.oddAcross)
      return [hash, mirrored, hash.flipping(Self.oddDown), mirrored.flipping(Self.oddDown)]
    }
  }

  // MARK: Looking up

  /// Three numbers of 16 bits, of each of which alike hashes mostly agree in all bits or all but one.
  public var keys: [UInt16] {
    Self.keyBits.map { $0.reduce(0) { $0 << 1 | (self[$1] ? 1 : 0) } }
  }

  /// The bits of each key: the coarsest waves that are odd in one direction, in the other, in both. Cells
  /// are round, so waves that are even in both hardly tell one from another.
  private static let keyBits: [[Int]] = [(0, 1), (1, 0), (1, 1)].map { parity in
    let bits = frequencies.indices.filter {
      (frequencies[$0].down % 2, frequencies[$0].across % 2) == parity
    }
    func fineness(_ bit: Int) -> Int {
      let (down, across) = frequencies[bit]
      return down * down + across * across
    }
    return Array(bits.sorted { (fineness($0), $0) < (fineness($1), $1) }.prefix(16))
  }
}

extension Fingerprint {
  /// What stands in for the hash of a cell in a log that has none: the same for the same box of the same
  /// picture, so that copies of a file are found, and unlike every other (FNV-1a of the name, 64 bits, from
  /// two beginnings).
  public init(standingInFor cell: CellID) {
    self.init(
      high: FNV1a.hash(cell.rawValue),
      low: FNV1a.hash(cell.rawValue, from: 0x9E37_79B9_7F4A_7C15))
  }
}
