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
