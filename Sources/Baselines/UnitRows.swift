/// Rows of features scaled to length 1, so that their products are cosines. A row of zeros stays.
package struct UnitRows: Sendable {
  package let rows: [[Float]]

  /// - Parameter rows: (n, C), finite.
  package init(_ rows: [[Float]]) {
    self.rows = rows.map { row in
      let length = row.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
      return length > 0 ? row.map { Float(Double($0) / length) } : row
    }
  }
}

/// A run of rows, by column, so that the products of one row with all of them run along memory.
package struct UnitTile: Sendable {
  /// Of the rows within all rows.
  package let range: Range<Int>
  private let columns: [ContiguousArray<Float>]  // C of range.count, and up to three of zeros

  /// So many rows that four columns of them, and the sums, stay in the first-level cache.
  package static let rowLimit = 1024
  private static let columnsAtOnce = 4

  private init(_ rows: [[Float]], _ range: Range<Int>) {
    self.range = range
    let width = rows[range.lowerBound].count
    let padded = (width + Self.columnsAtOnce - 1) / Self.columnsAtOnce * Self.columnsAtOnce
    columns = (0..<padded).map { column in
      ContiguousArray(range.lazy.map { column < width ? rows[$0][column] : 0 })
    }
  }

  package static func all(of rows: UnitRows, rowLimit: Int = rowLimit) -> [UnitTile] {
    stride(from: 0, to: rows.rows.count, by: rowLimit).map { start in
      UnitTile(rows.rows, start..<min(start + rowLimit, rows.rows.count))
    }
  }

  /// The cosines of each query with each of the tile's rows, (queries, rows). Columns are added in
  /// the same order for every pair, so equal rows have equal cosines, to the bit.
  package func cosines(of queries: ArraySlice<[Float]>) -> [ContiguousArray<Float>] {
    var sums = queries.map { _ in ContiguousArray<Float>(repeating: 0, count: range.count) }
    for column in stride(from: 0, to: columns.count, by: Self.columnsAtOnce) {
      for (index, query) in queries.enumerated() {
        add(query, from: column, to: &sums[index])
      }
    }
    return sums
  }

  private func add(_ query: [Float], from column: Int, to sums: inout ContiguousArray<Float>) {
    func factor(_ offset: Int) -> Float {
      column + offset < query.count ? query[column + offset] : 0
    }
    let (a, b, c, d) = (factor(0), factor(1), factor(2), factor(3))
    let (x, y) = (columns[column], columns[column + 1])
    let (z, w) = (columns[column + 2], columns[column + 3])
    let count = sums.count
    precondition(x.count == count && y.count == count && z.count == count && w.count == count)
    for row in 0..<sums.count {
      sums[row] += a * x[row] + b * y[row] + c * z[row] + d * w[row]
    }
  }
}
