/// Confidences and outcomes prepared so that both calibration errors cost O(n) for any draws of the examples.
struct CalibrationSample {
  typealias Errors = (expected: Double, maximum: Double)

  static let binCount = 15

  private let widthBins: [Int]  // bin of equal width of each example
  private let gaps: [Double]  // outcome − confidence of each example
  private let order: [Int]  // examples, rising confidence
  private let groupEnds: [Int]  // past-the-end position of each group of equal confidences

  /// - Parameters:
  ///   - confidences: within 0...1.
  ///   - outcomes: for each, whether what it spoke of came true.
  init(confidences: [Double], outcomes: [Bool]) {
    widthBins = confidences.map { Calibration.bin(of: $0, count: Self.binCount) }
    gaps = zip(confidences, outcomes).map { confidence, isTrue in (isTrue ? 1 : 0) - confidence }
    let order = confidences.indices.sorted { confidences[$0] < confidences[$1] }
    self.order = order
    groupEnds = order.indices.map { $0 + 1 }.filter {
      $0 == order.count || confidences[order[$0]] != confidences[order[$0 - 1]]
    }
  }

  /// As `Calibration` with `.equalWidth(15)`.
  func equalWidth(draws: [Int]) -> Errors {
    var sums = [Double](repeating: 0, count: Self.binCount)
    var counts = [Int](repeating: 0, count: Self.binCount)
    for row in draws.indices {
      sums[widthBins[row]] += Double(draws[row]) * gaps[row]
      counts[widthBins[row]] += draws[row]
    }
    return errors(zip(sums, counts))
  }

  /// As `Calibration` with `.equalMass(15)` of the drawn examples: a bin ends with the first group of equal
  /// confidences that brings the count to its share.
  func equalMass(draws: [Int]) -> Errors {
    let total = draws.reduce(0, +)
    var bins: [(Double, Int)] = []
    var bin = 1
    var (sum, count, before) = (0.0, 0, 0)
    var position = 0
    for end in groupEnds {
      while position < end {
        let row = order[position]
        sum += Double(draws[row]) * gaps[row]
        count += draws[row]
        position += 1
      }
      guard before + count >= total * bin / Self.binCount, count > 0 else { continue }
      bins.append((sum, count))
      before += count
      (sum, count) = (0, 0)
      while bin < Self.binCount, total * bin / Self.binCount <= before { bin += 1 }
    }
    return errors(bins)
  }

  /// - Parameter bins: summed gaps and count of each.
  private func errors(_ bins: some Sequence<(Double, Int)>) -> Errors {
    var (sum, total, maximum) = (0.0, 0, 0.0)
    for (gap, count) in bins where count > 0 {
      // n_b / n · |mean gap of the bin| = |summed gap| / n
      sum += abs(gap)
      total += count
      maximum = max(maximum, abs(gap) / Double(count))
    }
    return (sum / Double(total), maximum)
  }
}
