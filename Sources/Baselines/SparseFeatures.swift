/// Rows that are mostly zeros, one after another.
struct SparseFeatures: FeatureMatrix {
  let columnCount: Int
  private var starts: ContiguousArray<Int> = [0]  // (n + 1)
  private var columns: ContiguousArray<Int> = []
  private var values: Vector = []

  init(rows: [SparseRow], columnCount: Int) {
    self.columnCount = columnCount
    for row in rows {
      columns.append(contentsOf: row.columns)
      values.append(contentsOf: row.values)
      starts.append(columns.count)
    }
  }

  var rowCount: Int { starts.count - 1 }

  func products(with weights: [Vector]) -> [Vector] {
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

  func transposedProducts(with rowWeights: [Vector]) -> [Vector] {
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
