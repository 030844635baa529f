import ClassificationMetrics
import SeededRandom

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// How far two samples of numbers lie apart, by their shares r and c of each bin:
///
///     PSI = Σ (c − r) · ln(c / r)
///
/// Shares below 0.0001 count as 0.0001, so that an empty bin says much and not everything; they are not
/// renormalised. A value equal to an edge belongs to the bin below it.
///
/// By custom a PSI below 0.1 is stable and one above 0.25 large. That is for samples of thousands: chance
/// alone makes it about (bins − 1) · (1/n + 1/m).
///
/// Source: Kullback and Leibler, "On Information and Sufficiency" (1951), the divergence J; the name and the
/// limits come from credit scoring: Siddiqi, *Credit Risk Scorecards* (2006).
public struct PopulationStabilityIndex: Sendable, Equatable {
  /// Where one bin ends and the next begins.
  public enum Binning: Sendable, Equatable {
    /// The deciles of the reference (linear interpolation, as numpy's default); equal ones are one edge.
    case deciles
    /// At least one bin of equal width; values outside of the range belong to the first and the last.
    case equalWidth(Int, ClosedRange<Double>)
  }

  /// Inner edges, rising: one fewer than bins.
  public let edges: [Double]
  /// Share of the reference in each bin.
  public let referenceFractions: [Double]
  /// Share of the current sample in each bin.
  public let currentFractions: [Double]
  public let value: Double

  /// - Parameters:
  ///   - reference: At least one finite number.
  ///   - current: At least one finite number.
  public init(reference: [Double], current: [Double], binning: Binning = .deciles) {
    precondition(
      !reference.isEmpty && !current.isEmpty, "\(reference.count), \(current.count) values")
    let bins = Bins(binning, reference: reference)
    let (referenceCounts, currentCounts) = (bins.counts(of: reference), bins.counts(of: current))
    edges = bins.edges
    referenceFractions = Self.fractions(referenceCounts)
    currentFractions = Self.fractions(currentCounts)
    value = Self.value(referenceCounts, currentCounts)
  }

  static let smallestFraction = 1e-4

  /// - Parameters: Counts of the same bins, not all 0.
  static func value(_ reference: [Int], _ current: [Int]) -> Double {
    zip(fractions(reference), fractions(current)).reduce(0) { sum, pair in
      let (r, c) = (max(pair.0, smallestFraction), max(pair.1, smallestFraction))
      return sum + (c - r) * log(c / r)
    }
  }

  static func fractions(_ counts: [Int]) -> [Double] {
    let total = Double(counts.reduce(0, +))
    return counts.map { Double($0) / total }
  }
}

/// Bins of numbers; a value equal to an edge belongs to the bin below it.
struct Bins: Sendable {
  /// Rising, one fewer than bins.
  let edges: [Double]

  /// - Parameter reference: At least one number; the deciles are its.
  init(_ binning: PopulationStabilityIndex.Binning, reference: [Double]) {
    switch binning {
    case .deciles: self.init(decilesOf: reference.sorted())
    case .equalWidth(let count, let range):
      precondition(count > 0, "\(count) bins")
      let width = range.upperBound - range.lowerBound
      self.init(
        edges: (1..<count).map { range.lowerBound + width * (Double($0) / Double(count)) })
    }
  }

  /// - Parameter sorted: At least one number, rising.
  init(decilesOf sorted: [Double]) {
    var edges: [Double] = []
    for tenth in 1..<10 {
      let edge = Quantile.linear(Double(tenth) / 10, of: sorted)
      if edge != edges.last { edges.append(edge) }
    }
    self.init(edges: edges)
  }

  private init(edges: [Double]) { self.edges = edges }

  var count: Int { edges.count + 1 }

  func bin(of value: Double) -> Int {
    var (low, high) = (0, edges.count)
    while low < high {
      let middle = (low + high) / 2
      if value <= edges[middle] { high = middle } else { low = middle + 1 }
    }
    return low
  }

  func counts(of values: [Double]) -> [Int] {
    var counts = [Int](repeating: 0, count: count)
    for value in values { counts[bin(of: value)] += 1 }
    return counts
  }
}

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
