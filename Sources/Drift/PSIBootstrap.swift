import ClassificationMetrics
import SeededRandom

/// The interval of a population stability index: both sides drawn anew, in the bins as they are.
///
/// Resampling adds its own chance to an index that chance already enlarges, so that plain percentiles would
/// lie above the value. They are moved down by the mean of the resamples less the value, as far as 0 and the
/// value allow.
///
/// Source: Efron and Tibshirani, *An Introduction to the Bootstrap* (1993), chapters 10 and 13.
enum PSIBootstrap {
  static let resamples = 500

  /// - Parameters: Counts of the same bins, not all 0.
  static func estimate(
    _ reference: [Int], _ current: [Int], using generator: inout some RandomNumberGenerator
  ) -> Estimate {
    let value = PopulationStabilityIndex.value(reference, current)
    let sides = [reference, current].map { counts in
      counts.enumerated().flatMap { repeatElement($0.offset, count: $0.element) }
    }
    var values: [Double] = []
    for _ in 0..<resamples {
      let drawn = sides.map { bins in
        var counts = [Int](repeating: 0, count: reference.count)
        for _ in bins.indices { counts[bins[generator.uniform(below: bins.count)]] += 1 }
        return counts
      }
      values.append(PopulationStabilityIndex.value(drawn[0], drawn[1]))
    }
    values.sort()
    guard let least = values.first, let most = values.last, most > least else {
      return Estimate(value: value)
    }
    let bias = values.reduce(0, +) / Double(values.count) - value
    let tail = Int(0.025 * Double(values.count))
    return Estimate(
      value: value, low: min(value, max(0, values[tail] - bias)),
      high: max(value, values[values.count - 1 - tail] - bias))
  }
}
