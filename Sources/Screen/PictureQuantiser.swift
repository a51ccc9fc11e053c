/// Chooses the palette colour for a picture's pixel among the 240 that every terminal shows alike.
///
/// The cost of a colour is its squared error in sRGB (a channel's mean) plus twelve times the
/// square of CIEDE2000. The first alone greys pale stain, the second alone is careless of
/// lightness; DECISIONS.md has the figures. There is no dither: it lost on both scores. With `PaletteMatch.signal` the
/// second weighs nothing.
public struct PictureQuantiser: Sendable {
  private static let first = 16
  private static let count = 240
  private static let lanes = 8
  private typealias Eight = SIMD8<Float>

  /// Eight candidates side by side.
  private struct Group {
    var red = Eight()
    var green = Eight()
    var blue = Eight()
    var look = EightLabs()
  }

  private let groups: [Group]
  /// The weight of the difference seen against the error in the signal.
  private let differenceWeight: Float
  /// Answers by colour, found by a hash: the colour plus 1 in the upper bits, the answer in 8.
  private var cache: [UInt32]
  private static let cacheBits: UInt32 = 13

  /// A quantiser that has met no colour yet.
  public init(match: PaletteMatch = .look) {
    differenceWeight = match == .look ? 12 : 0
    let colours = TerminalPalette.extended[Self.first...].map { $0 }
    let looks = colours.map { CIELab($0) }
    groups = stride(from: 0, to: Self.count, by: Self.lanes).map { start in
      var group = Group()
      for lane in 0..<Self.lanes {
        let (colour, look) = (colours[start + lane], looks[start + lane])
        group.red[lane] = Float(colour.red)
        group.green[lane] = Float(colour.green)
        group.blue[lane] = Float(colour.blue)
        group.look.lightness[lane] = look.lightness
        group.look.a[lane] = look.a
        group.look.b[lane] = look.b
      }
      return group
    }
    cache = Array(repeating: 0, count: 1 << Int(Self.cacheBits))
  }

  /// Number of the colour, 16...255.
  ///
  /// Neighbours that differ in a component's last bit share an answer: the loss is a
  /// five-hundredth of a decibel, the gain half of the time.
  public mutating func index(of colour: RGB) -> UInt8 {
    let key =
      UInt32(colour.red >> 1) << 14 | UInt32(colour.green >> 1) << 7 | UInt32(colour.blue >> 1)
    let slot = Int((key &* 0x9E37_79B1) >> (32 - Self.cacheBits))
    let entry = cache[slot]
    if entry >> 8 == key + 1 { return UInt8(truncatingIfNeeded: entry) }
    let answer = search(RGB(colour.red | 1, colour.green | 1, colour.blue | 1))
    cache[slot] = (key + 1) << 8 | UInt32(answer)
    return answer
  }

  /// Least cost, found exactly: the error in the signal and the difference in lightness alone are
  /// bounds that leave some five candidates of 240 to the whole formula.
  private func search(_ colour: RGB) -> UInt8 {
    let look = CIELab(colour)
    // CIEDE2000 divides a difference in lightness by at most 1.747; the last bit is for rounding.
    let lightnessBound = differenceWeight / (1.75 * 1.75)
    return withUnsafeTemporaryAllocation(of: Eight.self, capacity: groups.count) { bounds in
      var least = Eight(repeating: .infinity)
      for (number, group) in groups.enumerated() {
        let dr = group.red - Float(colour.red)
        let dg = group.green - Float(colour.green)
        let db = group.blue - Float(colour.blue)
        let dl = group.look.lightness - look.lightness
        let bound = (dr * dr + dg * dg + db * db) / 3 + dl * dl * lightnessBound
        bounds[number] = bound
        least.replace(with: bound, where: bound .< least)
      }
      // The likeliest first: what it costs rules most others out, which go eight at a time.
      var best = (cost: Float.infinity, candidate: 0)
      var waiting = Waiting()
      for limit in [least.min(), .infinity] {
        for number in groups.indices {
          let near = bounds[number] .<= min(limit, best.cost)
          guard any(near) else { continue }
          for lane in 0..<Self.lanes where near[lane] {
            waiting.add(number * Self.lanes + lane)
            if waiting.count == Self.lanes || limit.isFinite {
              judge(&waiting, colour, look, &best)
            }
          }
        }
      }
      judge(&waiting, colour, look, &best)
      return UInt8(best.candidate + Self.first)
    }
  }

  /// Candidates whose cost is to be reckoned.
  private struct Waiting {
    var numbers = SIMD8<Int32>()
    var count = 0

    mutating func add(_ number: Int) {
      numbers[count] = Int32(number)
      count += 1
    }
  }

  private func judge(
    _ waiting: inout Waiting, _ colour: RGB, _ look: CIELab,
    _ best: inout (cost: Float, candidate: Int)
  ) {
    guard waiting.count > 0 else { return }
    var (red, green, blue) = (Eight(), Eight(), Eight())
    var looks = EightLabs()
    for lane in 0..<waiting.count {
      let number = Int(waiting.numbers[lane])
      let (group, place) = (groups[number / Self.lanes], number % Self.lanes)
      red[lane] = group.red[place]
      green[lane] = group.green[place]
      blue[lane] = group.blue[place]
      looks.lightness[lane] = group.look.lightness[place]
      looks.a[lane] = group.look.a[place]
      looks.b[lane] = group.look.b[place]
    }
    let (dr, dg, db) = (
      red - Float(colour.red), green - Float(colour.green), blue - Float(colour.blue)
    )
    let seen = looks.squaredDifferences(to: look)
    let costs = (dr * dr + dg * dg + db * db) / 3 + seen * differenceWeight
    for lane in 0..<waiting.count where costs[lane] < best.cost {
      best = (costs[lane], Int(waiting.numbers[lane]))
    }
    waiting.count = 0
  }
}
