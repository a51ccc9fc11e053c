/// Repeatable noise over the plane, the source of every texture: chromatin, granules, ragged edges.
enum Noise {
  /// Mixes a lattice point and a seed to 32 bits (integer hash of the murmur3 finaliser's kind).
  static func hash(_ x: Int32, _ y: Int32, _ seed: UInt32) -> UInt32 {
    var h = UInt32(bitPattern: x) &* 0x85EB_CA6B ^ UInt32(bitPattern: y) &* 0xC2B2_AE35 ^ seed
    h = (h ^ (h >> 16)) &* 0x7FEB_352D
    h = (h ^ (h >> 15)) &* 0x846C_A68B
    return h ^ (h >> 16)
  }

  private static func unit(_ h: UInt32) -> Float { Float(h >> 8) * 0x1p-24 }

  /// Value noise, 0...1, one feature a unit, smooth to the first derivative.
  static func value(_ point: SIMD2<Float>, _ seed: UInt32) -> Float {
    let base = point.rounded(.down)
    let x = Int32(base.x)
    let y = Int32(base.y)
    let offset = point - base
    let eased = offset * offset * (3 - 2 * offset)
    let top = mix(unit(hash(x, y, seed)), unit(hash(x &+ 1, y, seed)), eased.x)
    let low = mix(unit(hash(x, y &+ 1, seed)), unit(hash(x &+ 1, y &+ 1, seed)), eased.x)
    return mix(top, low, eased.y)
  }

  /// Sum of octaves of value noise, each twice as fine and half as strong, scaled to 0...1.
  static func fractal(_ point: SIMD2<Float>, _ seed: UInt32, octaves: Int) -> Float {
    var sum: Float = 0
    var weight: Float = 1
    var total: Float = 0
    var position = point
    for octave in 0..<octaves {
      sum += weight * value(position, seed &+ UInt32(octave) &* 0x9E37_79B9)
      total += weight
      weight /= 2
      position = position * 2 + 17.3
    }
    return sum / total
  }

  /// Distance to the nearest of one jittered point a unit cell, and a random 0..<1 of that point.
  ///
  /// Source: Worley, "A cellular texture basis function", SIGGRAPH 1996.
  static func cellular(_ point: SIMD2<Float>, _ seed: UInt32) -> (distance: Float, mark: Float) {
    let base = point.rounded(.down)
    var nearest: Float = 9
    var mark: Float = 0
    for dy in Int32(-1)...1 {
      for dx in Int32(-1)...1 {
        let x = Int32(base.x) &+ dx
        let y = Int32(base.y) &+ dy
        let h = hash(x, y, seed)
        let jitter = SIMD2(Float(h & 0xFFF), Float((h >> 12) & 0xFFF)) * (0.8 / 4096) + 0.1
        let offset = SIMD2(Float(x), Float(y)) + jitter - point
        let distance = (offset * offset).sum()
        if distance < nearest {
          nearest = distance
          mark = unit(hash(x, y, seed ^ 0xA511_E9B3))
        }
      }
    }
    return (nearest.squareRoot(), mark)
  }
}

/// Linear blend from `a` (t = 0) to `b` (t = 1).
func mix(_ a: Float, _ b: Float, _ t: Float) -> Float { a + (b - a) * t }

/// Hermite step: 0 below `low`, 1 above `high`.
func smoothstep(_ low: Float, _ high: Float, _ x: Float) -> Float {
  let t = min(max((x - low) / (high - low), 0), 1)
  return t * t * (3 - 2 * t)
}

/// Bell of height 1 at 0 whose width is `width` (Gaussian, e^-1 at `width`), without `exp`'s cost far out.
func bell(_ x: Float, width: Float) -> Float {
  let t = x / width
  let square = t * t
  return square > 9 ? 0 : 1 / (1 + square + square * square / 2 + square * square * square / 6)
}

/// Euclidean length.
func length(_ vector: SIMD2<Float>) -> Float { (vector * vector).sum().squareRoot() }
