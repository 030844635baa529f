import Baselines
import Testing

@Suite struct LimitedMemoryBFGSTests {
  /// (1 − x)² + 100 (y − x²)², with the minimum 0 at (1, 1) and a bent valley on the way there.
  private func rosenbrock(_ point: [Double], _ gradient: inout [Double]) -> Double {
    let (x, y) = (point[0], point[1])
    let bend = y - x * x
    gradient = [-2 * (1 - x) - 400 * x * bend, 200 * bend]
    return (1 - x) * (1 - x) + 100 * bend * bend
  }

  @Test("Rosenbrock's valley is followed to its end", arguments: [[-1.2, 1], [0, 0], [3, -4]])
  func findsRosenbrocksMinimum(start: [Double]) {
    let minimum = LimitedMemoryBFGS(tolerance: 1e-9).minimize(from: start, rosenbrock)
    #expect(minimum.hasConverged)
    #expect(abs(minimum.point[0] - 1) < 1e-8 && abs(minimum.point[1] - 1) < 1e-8)
    #expect(minimum.value < 1e-16)
    #expect(minimum.iterations < 100)
  }

  @Test("a convex quadratic of thirty variables, curved up to a thousand times as much")
  func findsQuadraticMinimum() {
    // ½ Σ cᵢ (xᵢ − i)²
    let curvatures = (0..<30).map { 1 + 999 * Double($0) / 29 }
    var evaluations = 0
    let minimum = LimitedMemoryBFGS(memory: 5, tolerance: 1e-8).minimize(
      from: [Double](repeating: 0, count: 30)
    ) { point, gradient in
      evaluations += 1
      var value = 0.0
      for i in point.indices {
        let distance = point[i] - Double(i)
        gradient[i] = curvatures[i] * distance
        value += 0.5 * curvatures[i] * distance * distance
      }
      return value
    }
    #expect(minimum.hasConverged)
    #expect(minimum.point.enumerated().allSatisfy { abs($0.element - Double($0.offset)) < 1e-7 })
    #expect(evaluations < 400)
  }

  @Test("a step into a place where the function is infinite is taken back")
  func staysWhereTheFunctionIsFinite() {
    // x + 1/x has its minimum 2 at 1; nothing is said of x ≤ 0.
    let minimum = LimitedMemoryBFGS().minimize(from: [0.01]) { point, gradient in
      guard point[0] > 0 else { return .nan }
      gradient[0] = 1 - 1 / (point[0] * point[0])
      return point[0] + 1 / point[0]
    }
    #expect(minimum.hasConverged)
    #expect(abs(minimum.point[0] - 1) < 1e-5)
  }

  @Test("the iteration limit ends the search without a claim")
  func stopsAtTheLimit() {
    let minimum = LimitedMemoryBFGS(tolerance: 1e-9, iterationLimit: 3)
      .minimize(from: [-1.2, 1], rosenbrock)
    #expect(!minimum.hasConverged)
    #expect(minimum.iterations == 3)
    #expect(minimum.value < 24.2)  // where it began
  }

  @Test("a function that falls for ever is given up")
  func givesUpWithoutAMinimum() {
    let minimum = LimitedMemoryBFGS().minimize(from: [0]) { point, gradient in
      gradient[0] = -1
      return -point[0]
    }
    #expect(!minimum.hasConverged)
  }

  @Test("found steps satisfy both Wolfe conditions", arguments: [1e-3, 0.1, 1, 30])
  func lineSearchSatisfiesWolfe(firstStep: Double) throws {
    // φ(α) = (α² − 4)² + α, with several bends; φ(0) = 16, φ′(0) = 1, so it is walked backwards.
    func trial(_ step: Double) -> LineSearch.Trial {
      let a = -step
      let bend = a * a - 4
      return .init(step: step, value: bend * bend + a, slope: -(4 * a * bend + 1))
    }
    let start = trial(0)
    let search = LineSearch(curvature: 0.1)
    let found = try #require(search.step(from: start, firstStep: firstStep, trial))
    #expect(found.value <= start.value + search.sufficientDecrease * found.step * start.slope)
    #expect(abs(found.slope) <= 0.1 * abs(start.slope))
  }
}
