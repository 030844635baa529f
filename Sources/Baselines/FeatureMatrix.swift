package typealias Vector = ContiguousArray<Double>

/// The features of n examples, (n, C), as far as a linear model needs them.
package protocol FeatureMatrix {
  /// n
  var rowCount: Int { get }
  /// C
  var columnCount: Int { get }

  /// Every row times each of the weight vectors: (V, C) to (V, n).
  func products(with weights: [Vector]) -> [Vector]

  /// Every column times each of the vectors of row weights: (V, n) to (V, C).
  func transposedProducts(with rowWeights: [Vector]) -> [Vector]
}

/// The entries of a row that are not zero.
package struct SparseRow: Sendable, Equatable {
  /// Ascending.
  let columns: [Int]
  /// One per column.
  var values: [Double]

  package init(columns: [Int], values: [Double]) {
    self.columns = columns
    self.values = values
  }
}

/// Rows that are mostly zeros, one after another.
package struct SparseFeatures: FeatureMatrix {
  package let columnCount: Int
  private var starts: ContiguousArray<Int> = [0]  // (n + 1)
  private var columns: ContiguousArray<Int> = []
  private var values: Vector = []

  package init(rows: [SparseRow], columnCount: Int) {
    self.columnCount = columnCount
    for row in rows {
      columns.append(contentsOf: row.columns)
      values.append(contentsOf: row.values)
      starts.append(columns.count)
    }
  }

  package var rowCount: Int { starts.count - 1 }

  package func products(with weights: [Vector]) -> [Vector] {
    weights.map { weights in
      var products = Vector(repeating: 0, count: rowCount)
      for row in 0..<rowCount {
        var sum = 0.0
        for entry in starts[row]..<starts[row + 1] {
          sum += values[entry] * weights[columns[entry]]
        }
        products[row] = sum
      }
      return products
    }
  }

  package func transposedProducts(with rowWeights: [Vector]) -> [Vector] {
    rowWeights.map { rowWeights in
      var products = Vector(repeating: 0, count: columnCount)
      for row in 0..<rowCount {
        for entry in starts[row]..<starts[row + 1] {
          products[columns[entry]] += values[entry] * rowWeights[row]
        }
      }
      return products
    }
  }
}
