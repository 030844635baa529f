import SeededRandom

/// Percentile intervals from resamples that keep the number of examples of every class.
///
/// A resample is told as *draws*: how often each example was drawn. A metric that takes draws
/// sorts its scores once and then costs O(n) per resample; one written for plain labels and
/// scores works too, through `estimate(scores:metric:)`. The same seed gives the same resamples.
///
/// Source: Efron and Tibshirani, *An Introduction to the Bootstrap* (1993), chapter 13.
public struct StratifiedBootstrap: Sendable {
  private let labels: [Int]
  private let strata: [[Int]]  // the examples of each class
  private let seed: UInt64
  private let resamples: Int
  private let confidence: Double

  /// - Parameters:
  ///   - labels: true class of every example, any numbers.
  ///   - resamples: at least 2.
  ///   - confidence: strictly between 0 and 1.
  public init(labels: [Int], seed: UInt64, resamples: Int = 2_000, confidence: Double = 0.95) {
    precondition(resamples >= 2, "\(resamples) resamples")
    precondition(confidence > 0 && confidence < 1, "confidence \(confidence) is not within 0...1")
    self.labels = labels
    self.seed = seed
    self.resamples = resamples
    self.confidence = confidence
    let groups = Dictionary(grouping: labels.indices) { labels[$0] }
    strata = groups.sorted { $0.key < $1.key }.map(\.value)
  }

  /// Values on the data itself, with intervals from one shared set of resamples.
  ///
  /// The interval is the percentile interval, widened where needed to hold the value itself:
  /// resampling biases some metrics (a calibration error grows by it). There is none where a resample
  /// leaves the metric undefined and where all resamples agree.
  ///
  /// - Parameter metrics: from the draws of all examples to the values of any number of metrics,
  ///   always equally many, nil for undefined. First called with every draw 1.
  public func estimates(_ metrics: (_ draws: [Int]) -> [Double?]) -> [Estimate] {
    let values = metrics([Int](repeating: 1, count: labels.count))
    var distributions = values.map { _ in [Double]() }
    for index in distributions.indices { distributions[index].reserveCapacity(resamples) }
    var generator = SplitMix64(seed: seed)
    var draws = [Int](repeating: 0, count: labels.count)
    for _ in 0..<resamples {
      redraw(&draws, using: &generator)
      for (index, value) in metrics(draws).enumerated() {
        if let value { distributions[index].append(value) }
      }
    }
    return zip(values, distributions).map { value, distribution in
      .resampled(value, distribution, of: resamples, confidence: confidence)
    }
  }

  /// Any metric of labels and scores; each resample is written out as two arrays.
  ///
  /// - Parameter scores: one per label.
  public func estimate(
    scores: [Double], metric: (_ labels: [Int], _ scores: [Double]) -> Double?
  ) -> Estimate {
    precondition(scores.count == labels.count, "\(scores.count) scores, \(labels.count) labels")
    return estimates { draws in
      let rows = draws.indices.flatMap { repeatElement($0, count: draws[$0]) }
      return [metric(rows.map { labels[$0] }, rows.map { scores[$0] })]
    }[0]
  }

  private func redraw(_ draws: inout [Int], using generator: inout SplitMix64) {
    for index in draws.indices { draws[index] = 0 }
    for stratum in strata {
      for _ in stratum.indices {
        draws[stratum[generator.uniform(below: stratum.count)]] += 1
      }
    }
  }
}

extension Estimate {
  /// A value with the percentile interval of its resamples, widened where needed to hold the value itself.
  /// Without an interval where a resample left the metric undefined, and where all agree but for so few that
  /// the interval would have no width.
  ///
  /// - Parameters:
  ///   - value: The metric on the data itself, nil where it is undefined.
  ///   - distribution: The metric on those resamples that define it.
  ///   - resamples: How many there were.
  ///   - confidence: Strictly between 0 and 1.
  ///   - undefinedReason: Why there is no value where there is none.
  static func resampled(
    _ value: Double?, _ distribution: [Double], of resamples: Int, confidence: Double,
    undefinedReason: String = "these examples leave it undefined"
  ) -> Estimate {
    guard let value else { return .undefined(undefinedReason) }
    guard distribution.count == resamples else { return Estimate(value: value) }
    let sorted = distribution.sorted()
    let tail = (1 - confidence) / 2
    let low = min(value, Quantile.linear(tail, of: sorted))
    let high = max(value, Quantile.linear(1 - tail, of: sorted))
    // Equal up to the rounding of a sum whose terms were merely repeated differently.
    guard high - low > 1e-12 * abs(value) else { return Estimate(value: value) }
    return Estimate(value: value, low: low, high: high)
  }
}

/// Quantiles of a sample.
package enum Quantile {
  /// Linear interpolation between order statistics, rounded as numpy rounds it (its default; Hyndman and
  /// Fan's type 7).
  ///
  /// - Parameters:
  ///   - p: 0...1.
  ///   - sorted: At least one number, rising.
  package static func linear(_ p: Double, of sorted: [Double]) -> Double {
    let position = p * Double(sorted.count - 1)
    let below = Int(position)
    let (low, high) = (sorted[below], sorted[min(below + 1, sorted.count - 1)])
    let t = position - Double(below)
    return t < 0.5 ? low + (high - low) * t : high - (high - low) * (1 - t)
  }
}
