/// Stated confidence against what came true, in bins: the data of a reliability diagram, and the
/// expected (ECE) and maximum (MCE) calibration errors.
///
/// Source: Naeini, Cooper, Hauskrecht (2015); top label: Guo et al., "On Calibration of Modern
/// Neural Networks" (2017), equations 3 and 5.
public struct Calibration: Sendable, Codable, Equatable {
  /// How confidences are put into bins. Both need at least one bin.
  public enum Binning: Sendable, Equatable {
    /// Bins (i/M, (i+1)/M], the first closed at 0.
    case equalWidth(Int)
    /// Bins of equally many examples, as far as equal confidences, which stay together, allow.
    case equalMass(Int)
  }

  public struct Bin: Sendable, Codable, Equatable {
    /// Ends of the bin itself for equal width, of the confidences in it for equal mass; 0...1.
    public let lower: Double
    public let upper: Double
    /// At least 1: empty bins are left out.
    public let count: Int
    public let meanConfidence: Double
    /// Fraction of outcomes that came true.
    public let observed: Double

    /// |observed − meanConfidence|.
    public var gap: Double { abs(observed - meanConfidence) }

    enum CodingKeys: String, CodingKey {
      case lower, upper, count, observed
      case meanConfidence = "mean_confidence"
    }
  }

  /// Rising confidences, no empty bins.
  public let bins: [Bin]

  /// - Parameters:
  ///   - confidences: at least one, within 0...1.
  ///   - outcomes: for each confidence, whether what it spoke of came true.
  public init(
    confidences: [Double], outcomes: [Bool], binning: Binning = .equalWidth(15)
  ) throws(MetricError) {
    guard !confidences.isEmpty else { throw .noExamples }
    guard outcomes.count == confidences.count else {
      throw .countMismatch("outcomes", expected: confidences.count, found: outcomes.count)
    }
    if let bad = confidences.firstIndex(where: { !($0 >= 0 && $0 <= 1) }) {
      throw .notAProbability(row: bad + 1, classIndex: 1, found: confidences[bad])
    }
    self.init(checked: confidences, outcomes: outcomes, binning: binning)
  }

  init(checked confidences: [Double], outcomes: [Bool], binning: Binning) {
    let order = confidences.indices.sorted { confidences[$0] < confidences[$1] }
    switch binning {
    case .equalWidth(let count):
      let groups = Dictionary(grouping: order) { Self.bin(of: confidences[$0], count: count) }
      bins = groups.sorted { $0.key < $1.key }.map { bin, rows in
        Bin(
          rows, confidences, outcomes,
          lower: Double(bin) / Double(count), upper: Double(bin + 1) / Double(count))
      }
    case .equalMass(let count):
      precondition(count >= 1, "\(count) bins")
      var bins: [Bin] = []
      var start = 0
      for bin in 1...count {
        var end = max(start, order.count * bin / count)
        guard end > start else { continue }
        while end < order.count, confidences[order[end]] == confidences[order[end - 1]] { end += 1 }
        bins.append(
          Bin(
            Array(order[start..<end]), confidences, outcomes,
            lower: confidences[order[start]], upper: confidences[order[end - 1]]))
        start = end
      }
      self.bins = bins
    }
  }

  /// Mean gap, each bin weighing by its count.
  public var expectedError: Double {
    let total = bins.reduce(0) { $0 + $1.count }
    return bins.reduce(0) { $0 + Double($1.count) / Double(total) * $1.gap }
  }

  /// The largest gap, also of a bin with a single example.
  public var maximumError: Double { bins.map(\.gap).max() ?? 0 }

  /// The bin (i/M, (i+1)/M] that holds `p`, within 0...1; 0 belongs to the first.
  static func bin(of p: Double, count: Int) -> Int {
    precondition(count >= 1, "\(count) bins")
    // The product may round across an edge; the edges themselves decide.
    var bin = min(max(Int((p * Double(count)).rounded(.up)) - 1, 0), count - 1)
    while bin > 0, p <= Double(bin) / Double(count) { bin -= 1 }
    while bin < count - 1, p > Double(bin + 1) / Double(count) { bin += 1 }
    return bin
  }
}

extension Calibration.Bin {
  fileprivate init(
    _ rows: [Int], _ confidences: [Double], _ outcomes: [Bool], lower: Double, upper: Double
  ) {
    self.lower = lower
    self.upper = upper
    count = rows.count
    meanConfidence = rows.reduce(0) { $0 + confidences[$1] } / Double(rows.count)
    observed = Double(rows.count { outcomes[$0] }) / Double(rows.count)
  }
}

extension Predictions {
  /// Calibration of the most probable class: its probability against being right.
  public func topLabelCalibration(_ binning: Calibration.Binning = .equalWidth(15)) -> Calibration {
    let top = topLabels
    return Calibration(
      checked: topConfidences(top), outcomes: zip(top, labels).map { $0 == $1 }, binning: binning)
  }

  /// Calibration of class `k`: its probability against being the true class.
  public func calibration(
    of k: Int = 1, _ binning: Calibration.Binning = .equalWidth(15)
  ) -> Calibration {
    Calibration(
      checked: probabilities(of: k), outcomes: labels.map { $0 == k }, binning: binning)
  }

  func topConfidences(_ top: [Int]) -> [Double] {
    labels.indices.map { probabilities[$0 * classes + top[$0]] }
  }
}
