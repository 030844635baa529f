/// Rows of numbers, kept by row and by column, so that both products run along memory.
package struct DenseFeatures: FeatureMatrix {
  private let rows: [ContiguousArray<Float>]  // n of C
  let columns: [ContiguousArray<Float>]  // C of n

  /// - Parameter rows: n ≥ 1 rows of equally many features.
  /// - Throws: `BaselineError.notFinite`.
  package init(rows: [[Float]]) throws(BaselineError) {
    let width = rows.first?.count ?? 0
    try Self.check(rows, width: width)
    self.rows = rows.map { ContiguousArray($0) }
    columns = (0..<width).map { column in ContiguousArray(rows.lazy.map { $0[column] }) }
  }

  /// Throws `BaselineError.notFinite` for the first feature that is none.
  static func check(_ rows: [[Float]], width: Int) throws(BaselineError) {
    for (index, row) in rows.enumerated() {
      precondition(row.count == width, "row of \(row.count) features, expected \(width)")
      if let column = row.firstIndex(where: { !$0.isFinite }) {
        throw .notFinite(row: index + 1, column: column + 1)
      }
    }
  }

  package var rowCount: Int { rows.count }
  package var columnCount: Int { columns.count }

  package func products(with weights: [Vector]) -> [Vector] {
    var products = weights.map { _ in Vector(repeating: 0, count: rowCount) }
    for column in columns.indices {
      for (index, weights) in weights.enumerated() {
        add(columns[column], times: weights[column], to: &products[index])
      }
    }
    return products
  }

  package func transposedProducts(with rowWeights: [Vector]) -> [Vector] {
    var products = rowWeights.map { _ in Vector(repeating: 0, count: columnCount) }
    for row in rows.indices {
      for (index, rowWeights) in rowWeights.enumerated() where rowWeights[row] != 0 {
        add(rows[row], times: rowWeights[row], to: &products[index])
      }
    }
    return products
  }

  /// Such a loop the compiler turns into vector instructions; a sum of products it may not reorder.
  private func add(_ values: ContiguousArray<Float>, times weight: Double, to sums: inout Vector) {
    precondition(values.count == sums.count, "\(values.count) values, \(sums.count) sums")
    for index in 0..<sums.count { sums[index] += weight * Double(values[index]) }
  }
}
