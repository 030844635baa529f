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
