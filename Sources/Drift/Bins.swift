import ClassificationMetrics

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
