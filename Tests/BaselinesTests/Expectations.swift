import Testing

/// Every number within `tolerance` of the expected one, rows and columns alike.
func expectClose(
  _ found: [[Double]], _ expected: [[Double]], within tolerance: Double,
  location: SourceLocation = #_sourceLocation
) {
  #expect(found.map(\.count) == expected.map(\.count), sourceLocation: location)
  var worst = 0.0
  for (a, b) in zip(found.joined(), expected.joined()) {
    // NaN is at no distance from anything.
    let distance = abs(a - b)
    worst = distance.isNaN ? .infinity : max(worst, distance)
  }
  #expect(worst <= tolerance, sourceLocation: location)
}

/// K probabilities in each row: within 0...1, of sum 1.
func expectProbabilities(
  _ rows: [[Double]], classCount: Int, location: SourceLocation = #_sourceLocation
) {
  for row in rows {
    #expect(row.count == classCount, sourceLocation: location)
    #expect(row.allSatisfy { $0 >= 0 && $0 <= 1 }, sourceLocation: location)
    #expect(abs(row.reduce(0, +) - 1) < 1e-12, sourceLocation: location)
  }
}

/// The place of the largest number of each row, the first of several.
func largest(_ rows: [[Double]]) -> [Int] {
  rows.map { row in row.indices.reduce(0) { row[$1] > row[$0] ? $1 : $0 } }
}
