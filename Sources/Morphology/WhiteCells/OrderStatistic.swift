extension [Float] {
  /// The number that would stand at `rank` if they were sorted, without sorting all of them.
  /// Source: Hoare, "Algorithm 65: find", CACM 1961.
  package func ranked(_ rank: Int) -> Float {
    var numbers = self
    return numbers.withUnsafeMutableBufferPointer { numbers in
      var (first, last) = (0, numbers.count - 1)
      while first < last {
        // The middle one of three, so that what is sorted already is not the worst case.
        let (a, b, c) = (numbers[first], numbers[(first + last) / 2], numbers[last])
        let pivot = Swift.max(Swift.min(a, b), Swift.min(Swift.max(a, b), c))
        var (low, high) = (first, last)
        while low <= high {
          while numbers[low] < pivot { low += 1 }
          while numbers[high] > pivot { high -= 1 }
          if low <= high {
            numbers.swapAt(low, high)
            low += 1
            high -= 1
          }
        }
        if rank <= high {
          last = high
        } else if rank >= low {
          first = low
        } else {
          break
        }
      }
      return numbers[rank]
    }
  }
}
