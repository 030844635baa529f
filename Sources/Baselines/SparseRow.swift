/// The entries of a row that are not zero.
struct SparseRow: Sendable, Equatable {
  /// Ascending.
  let columns: [Int]
  /// One per column.
  var values: [Double]
}
