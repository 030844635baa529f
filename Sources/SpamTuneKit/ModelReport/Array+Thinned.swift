extension Array {
  /// Evenly chosen elements, the first and the last among them.
  ///
  /// - Parameter limit: How many at most, at least 2.
  package func thinned(to limit: Int) -> [Element] {
    guard count > limit, limit >= 2 else { return self }
    return (0..<limit).map { self[$0 * (count - 1) / (limit - 1)] }
  }
}
