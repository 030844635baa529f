import Baselines
import Testing

@Suite struct CurvatureMemoryTests {
  private static let steps: [[Double]] = [
    [1, 0.5, -2], [0.3, -1, 0.7], [-0.2, 0.4, 1], [2, 1, 1],
  ]
  private static let changes: [[Double]] = [[3, 1, -5], [1, -4, 2], [-1, 2, 3], [5, 3, 1]]

  private func dot(_ a: [Double], _ b: [Double]) -> Double {
    zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
  }

  private func product(_ a: [[Double]], _ b: [[Double]]) -> [[Double]] {
    a.map { row in
      b[0].indices.map { column in dot(row, b.map { $0[column] }) }
    }
  }

  /// The last `capacity` pairs, one after another, on a multiple of the identity: equations 7.16 and
  /// 7.20 of Nocedal and Wright.
  private func inverseHessian(capacity: Int) -> [[Double]] {
    let scale = dot(Self.steps[3], Self.changes[3]) / dot(Self.changes[3], Self.changes[3])
    var h = (0..<3).map { i in (0..<3).map { $0 == i ? scale : 0 } }
    for (s, y) in zip(Self.steps, Self.changes).suffix(capacity) {
      let rho = 1 / dot(s, y)
      let v = (0..<3).map { i in (0..<3).map { ($0 == i ? 1 : 0) - rho * y[i] * s[$0] } }
      let transposed = (0..<3).map { i in v.map { $0[i] } }
      h = product(product(transposed, h), v)
      for i in 0..<3 {
        for j in 0..<3 { h[i][j] += rho * s[i] * s[j] }
      }
    }
    return h
  }

  @Test("the recursion is the product with the written-out matrix", arguments: [1, 2, 3, 4])
  func directionMatchesMatrix(capacity: Int) {
    var memory = CurvatureMemory(capacity: capacity)
    for (step, change) in zip(Self.steps, Self.changes) {
      memory.remember(step: step, change: change)
    }
    let gradient = [0.7, -1.1, 0.4]
    let expected = inverseHessian(capacity: capacity).map { -dot($0, gradient) }
    expectClose([memory.newtonDirection(at: gradient)], [expected], within: 1e-12)
    // What the last step showed is kept exactly: H·y = s.
    expectClose([memory.newtonDirection(at: Self.changes[3])], [[-2, -1, -1]], within: 1e-12)
  }

  @Test("a step along which the gradient did not rise is passed over")
  func ignoresNegativeCurvature() {
    var memory = CurvatureMemory(capacity: 2)
    memory.remember(step: [1, 0], change: [-1, 3])
    #expect(memory.isEmpty)
    #expect(memory.newtonDirection(at: [1, -2]) == [-1, 2])
  }
}
