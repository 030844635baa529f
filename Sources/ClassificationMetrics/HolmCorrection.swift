/// The p-values of several tests made at once, so corrected that the chance of any false discovery among them
/// stays below the level at which each is judged.
///
/// Source: Holm, "A Simple Sequentially Rejective Multiple Test Procedure", Scandinavian Journal of
/// Statistics 6 (1979).
public enum HolmCorrection {
  /// The i-th smallest of m values (i from 0) is multiplied by m − i; it is at least as large as those
  /// before it, and at most 1.
  ///
  /// - Parameter pValues: each within 0...1.
  /// - Returns: The corrected values in the order of the given ones.
  public static func adjusted(_ pValues: [Double]) -> [Double] {
    precondition(pValues.allSatisfy { 0...1 ~= $0 }, "a p-value outside of 0...1")
    var adjusted = pValues
    var largest = 0.0
    for (rank, index) in pValues.indices.sorted(by: { pValues[$0] < pValues[$1] }).enumerated() {
      largest = max(largest, min(1, Double(pValues.count - rank) * pValues[index]))
      adjusted[index] = largest
    }
    return adjusted
  }
}
