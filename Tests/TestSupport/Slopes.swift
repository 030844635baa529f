/// The derivative of a function at 0, by central differences.
///
/// - Parameter step: 1e-6 suits smooth functions in double precision: it leaves an error of about
///   1e-10 of rounding and less of curvature.
public func slope(step: Double = 1e-6, of function: (Double) throws -> Double) rethrows -> Double {
  try (function(step) - function(-step)) / (2 * step)
}

/// The gradient of a function of a matrix: one slope per element, row by row.
public func slopes(at x: Naive.Rows, of function: (Naive.Rows) -> Double) -> [Double] {
  x.indices.flatMap { row in
    x[row].indices.map { column in
      slope { step in
        var moved = x
        moved[row][column] += step
        return function(moved)
      }
    }
  }
}

/// The slope of a function of a matrix along a direction.
public func slope(
  at x: Naive.Rows, along direction: Naive.Rows, of function: (Naive.Rows) -> Double
) -> Double {
  slope { step in
    function(zip(x, direction).map { zip($0, $1).map { $0 + step * $1 } })
  }
}
