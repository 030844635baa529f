import SeededRandom

/// What chance gives: the same messages, dealt to the two sides at random, again and again.
///
/// An index of drift is never negative and grows as samples shrink, so that its value alone says little. The
/// shuffles show how large it is where nothing has changed.
///
/// They end early once 20 have reached the value, which leaves a valid p-value, and little work where nothing
/// has changed: Besag and Clifford, "Sequential Monte Carlo p-values" (1991).
struct ShuffleTest: Sendable {
  /// Mean difference of the shuffled sides.
  let chance: Double
  /// Share of shuffles whose difference was at least the value's; at least 1 / (shuffles + 1).
  let pValue: Double

  private static let enough = 20

  /// - Parameters:
  ///   - value: The difference as it is.
  ///   - referenceCount: Messages of the reference, which are the first.
  ///   - count: Messages of both sides.
  ///   - shuffles: At most, at least 1.
  ///   - difference: The difference of two sides, told for each message whether it belongs to the reference.
  init(
    value: Double, referenceCount: Int, count: Int, shuffles: Int,
    using generator: inout some RandomNumberGenerator, difference: ([Bool]) -> Double
  ) {
    precondition(shuffles > 0, "\(shuffles) shuffles")
    var isReference = (0..<count).map { $0 < referenceCount }
    var (hits, done, sum) = (0, 0, 0.0)
    while done < shuffles, hits < Self.enough {
      generator.shuffle(&isReference)
      let found = difference(isReference)
      // Equal up to rounding is as large.
      if found >= value - 1e-12 { hits += 1 }
      sum += found
      done += 1
    }
    chance = sum / Double(done)
    pValue =
      hits == Self.enough ? Double(hits) / Double(done) : Double(hits + 1) / Double(done + 1)
  }
}
