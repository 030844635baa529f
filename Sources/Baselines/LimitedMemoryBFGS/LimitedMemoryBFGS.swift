/// Minimises a smooth function of many variables from its values and gradients: quasi-Newton steps,
/// from what the last few of them showed of the curvature.
///
/// Source: Nocedal and Wright, *Numerical Optimization*, 2nd edition (2006), algorithms 7.4 and 7.5,
/// with the scaling of equation 7.20.
package struct LimitedMemoryBFGS {
  package struct Minimum {
    package var point: [Double]
    package var value: Double
    /// The largest component of the gradient, without its sign.
    var slope: Double
    package var iterations: Int
    /// Whether `slope` is within the tolerance.
    package var hasConverged: Bool
  }

  private let memory: Int
  private let tolerance: Double
  private let iterationLimit: Int
  private let lineSearch = LineSearch()

  /// - Parameters:
  ///   - memory: steps that are remembered.
  ///   - tolerance: the search ends where no component of the gradient is larger.
  package init(memory: Int = 10, tolerance: Double = 1e-7, iterationLimit: Int = 1000) {
    self.memory = memory
    self.tolerance = tolerance
    self.iterationLimit = iterationLimit
  }

  /// - Parameters:
  ///   - start: where to begin; the function must be finite there.
  ///   - function: its value at a point, and its gradient, which has as many components and is
  ///     overwritten.
  package func minimize(
    from start: [Double],
    _ function: (_ point: [Double], _ gradient: inout [Double]) -> Double
  ) -> Minimum {
    var point = start
    var gradient = start
    var value = function(point, &gradient)
    var curvature = CurvatureMemory(capacity: memory)
    var iterations = 0
    while largest(gradient) > tolerance, iterations < iterationLimit {
      iterations += 1
      var direction = curvature.newtonDirection(at: gradient)
      var slope = dot(gradient, direction)
      if !(slope < 0) {
        curvature.forget()
        direction = gradient.map { -$0 }
        slope = -dot(gradient, gradient)
      }
      // Nothing is known of the scale at first: the whole step is then of length 1 at most.
      let firstStep = curvature.isEmpty ? min(1, 1 / dot(gradient, gradient).squareRoot()) : 1
      var nextPoint = point
      var nextGradient = gradient
      let found = lineSearch.step(
        from: .init(step: 0, value: value, slope: slope), firstStep: firstStep
      ) { step in
        for index in point.indices { nextPoint[index] = point[index] + step * direction[index] }
        let value = function(nextPoint, &nextGradient)
        return .init(step: step, value: value, slope: dot(nextGradient, direction))
      }
      guard let found else {
        // What is remembered may mislead; without it the direction is the steepest.
        guard !curvature.isEmpty else { break }
        curvature.forget()
        continue
      }
      curvature.remember(
        step: difference(nextPoint, point), change: difference(nextGradient, gradient))
      (point, gradient, value) = (nextPoint, nextGradient, found.value)
    }
    let slope = largest(gradient)
    return Minimum(
      point: point, value: value, slope: slope, iterations: iterations,
      hasConverged: slope <= tolerance)
  }

  private func largest(_ gradient: [Double]) -> Double {
    gradient.reduce(0) { max($0, abs($1)) }
  }

  private func difference(_ a: [Double], _ b: [Double]) -> [Double] {
    zip(a, b).map { $0 - $1 }
  }
}

/// aᵀb
func dot(_ a: [Double], _ b: [Double]) -> Double {
  precondition(a.count == b.count, "\(a.count) and \(b.count) numbers")
  var sum = 0.0
  for index in 0..<a.count { sum += a[index] * b[index] }
  return sum
}
