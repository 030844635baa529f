import GPT2Kernels
import Testing

/// Expects every element to be within `tolerance` of the expected one, measured against the largest
/// expected element. Sums and means cannot see a transposed matrix, and one absolute tolerance
/// cannot see that a small gradient is missing.
public func expectClose(
  _ found: [Double], _ expected: [Double], within tolerance: Double, _ name: String = "",
  sourceLocation: SourceLocation = #_sourceLocation
) {
  #expect(found.count == expected.count, "\(name)", sourceLocation: sourceLocation)
  guard found.count == expected.count else { return }
  let scale = expected.map(abs).max() ?? 0
  #expect(scale > 0, "\(name): all expected elements are zero", sourceLocation: sourceLocation)
  var worst = (index: 0, error: -1.0)
  for index in found.indices {
    let error = abs(found[index] - expected[index])
    if !(error <= worst.error) { worst = (index, error.isNaN ? .infinity : error) }
  }
  #expect(
    worst.error <= tolerance * scale,
    """
    \(name)[\(worst.index)] is \(found[worst.index]), expected \(expected[worst.index]) \
    within \(tolerance) of \(scale)
    """, sourceLocation: sourceLocation)
}

public func expectClose(
  _ found: Matrix, _ expected: [Double], within tolerance: Double, _ name: String = "",
  sourceLocation: SourceLocation = #_sourceLocation
) {
  expectClose(
    found.elements.map(Double.init), expected, within: tolerance, name,
    sourceLocation: sourceLocation)
}
