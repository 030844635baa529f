/// The last steps of a minimisation, and how each changed the gradient: an approximation of the
/// inverse Hessian that is never written out.
///
/// Source: Nocedal and Wright, *Numerical Optimization*, 2nd edition (2006), algorithm 7.4.
package struct CurvatureMemory {
  private struct Pair {
    var step: [Double]  // s
    var change: [Double]  // y
    var inverse: Double  // ρ = 1 / yᵀs
  }

  private let capacity: Int
  private var pairs: [Pair] = []  // oldest first

  /// - Parameter capacity: m ≥ 1 steps.
  package init(capacity: Int) {
    precondition(capacity > 0, "a memory of \(capacity) steps")
    self.capacity = capacity
  }

  package var isEmpty: Bool { pairs.isEmpty }

  mutating func forget() { pairs = [] }

  /// A pair without curvature, yᵀs ≤ 0, would not leave the approximation positive definite, and is
  /// passed over.
  package mutating func remember(step: [Double], change: [Double]) {
    let product = dot(step, change)
    guard product > Double.leastNormalMagnitude else { return }
    if pairs.count == capacity { pairs.removeFirst() }
    pairs.append(Pair(step: step, change: change, inverse: 1 / product))
  }

  /// −H·gradient, by the two-loop recursion; −gradient as long as nothing is remembered.
  package func newtonDirection(at gradient: [Double]) -> [Double] {
    var direction = gradient.map { -$0 }
    guard let latest = pairs.last else { return direction }
    var alphas: [Double] = []
    for pair in pairs.reversed() {
      let alpha = pair.inverse * dot(pair.step, direction)
      add(pair.change, times: -alpha, to: &direction)
      alphas.append(alpha)
    }
    let scale = 1 / (latest.inverse * dot(latest.change, latest.change))
    for index in direction.indices { direction[index] *= scale }
    for (pair, alpha) in zip(pairs, alphas.reversed()) {
      let beta = pair.inverse * dot(pair.change, direction)
      add(pair.step, times: alpha - beta, to: &direction)
    }
    return direction
  }

  private func add(_ values: [Double], times factor: Double, to sums: inout [Double]) {
    precondition(values.count == sums.count, "\(values.count) and \(sums.count) numbers")
    for index in 0..<sums.count { sums[index] += factor * values[index] }
  }
}
