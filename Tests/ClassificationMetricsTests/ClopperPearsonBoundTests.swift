import ClassificationMetrics
import SeededRandom
import Testing

@Suite struct ClopperPearsonBoundTests {
  // scipy 1.17.1: beta.ppf(1 − c, k, n − k + 1) and beta.ppf(c, k + 1, n − k).
  @Test(arguments: [
    (0, 48, 0.95, 0, 0.0605034093488943),
    (0, 2995, 0.95, 0, 0.000999744420901142),
    (3, 100, 0.95, 0.00822582910765269, 0.07571079374983004),
    (37, 100, 0.9, 0.3055989973639869, 0.4384222655172014),
    (99, 100, 0.95, 0.9534401885464611, 0.9994871985837377),
    (1, 1, 0.95, 0.050000000000000044, 1),
    (0, 1, 0.5, 0, 0.5),
    (26, 747, 0.95, 0.024501032855061004, 0.0479683762015611),
    (4827, 5574, 0.99, 0.8550197883381977, 0.8764267348844689),
    (500, 100_000, 0.95, 0.0046387892998302855, 0.005382730759818748),
    (50_000, 100_000, 0.95, 0.49739428226028354, 0.5026057177397165),
    (300, 1_000_000, 0.95, 0.00027209369847300177, 0.00033008928177794027),
    (700, 1_000_000, 0.95, 0.0006570709317090496, 0.0007450940615723955),
    (123_456, 1_000_000, 0.9, 0.1230344595121163, 0.12387861755148306),
    // A sum of fifty million logarithms is further off than that.
    (50_000_000, 100_000_000, 0.95, 0.49991775231941443, 0.5000822476805855),
  ])
  func matchesSciPy(
    _ c: (count: Int, trials: Int, confidence: Double, lower: Double, upper: Double)
  ) {
    let upper = ClopperPearsonBound.upper(c.count, of: c.trials, confidence: c.confidence)
    let lower = ClopperPearsonBound.lower(c.count, of: c.trials, confidence: c.confidence)
    expectClose(upper, c.upper, "upper \(c)", relative: 1e-10)
    expectClose(lower, c.lower, "lower \(c)", relative: 1e-10)
  }

  @Test(arguments: [
    (0.001, 0.95, 2_995), (0.05, 0.95, 59), (0.01, 0.95, 299), (0.01, 0.99, 459), (0.5, 0.5, 1),
    (1, 0.95, 0),
  ])
  func trialsNeeded(share: Double, confidence: Double, trials: Int) {
    #expect(ClopperPearsonBound.trialsNeeded(toPromise: share, confidence: confidence) == trials)
  }

  @Test func noNumberPromisesNothing() {
    #expect(ClopperPearsonBound.trialsNeeded(toPromise: 0) == nil)
    #expect(ClopperPearsonBound.trialsNeeded(toPromise: 1e-16) == nil)
  }

  /// Negatives score uniformly, so that a threshold t has a false positive rate of exactly 1 − t.
  @Test func falsePositiveRatesAreKeptAsOftenAsPromised() throws {
    var generator = SplitMix64(seed: 7)
    let rounds = 1_000
    var broken = 0
    for _ in 0..<rounds {
      let scores = (0..<101).map { _ in Double.random(in: 0..<1, using: &generator) }
      let sweep = try ThresholdSweep(labels: [1] + [Int](repeating: 0, count: 100), scores: scores)
      let choice = try ThresholdChoice(sweep, .maxFalsePositiveRate(0.05))
      #expect(choice.isPromised)
      if 1 - choice.threshold > 0.05 { broken += 1 }
    }
    // With 100 negatives one false alarm is allowed: a broken promise has a chance of P(Bin(100, 0.05) ≤ 1)
    // = 3.7 %, less what the midpoint adds; the naive choice of 5 false alarms would break more than half.
    #expect(5..<50 ~= broken, "\(broken) of \(rounds)")
  }

  /// A message of score s is positive with a chance of s, so that a threshold t has a precision of (1 + t)/2.
  @Test func precisionsAreKeptAsOftenAsPromised() throws {
    var generator = SplitMix64(seed: 8)
    let rounds = 400
    var (promised, broken) = (0, 0)
    for _ in 0..<rounds {
      let scores = (0..<600).map { _ in Double.random(in: 0..<1, using: &generator) }
      let labels = scores.map { Double.random(in: 0..<1, using: &generator) < $0 ? 1 : 0 }
      let choice = try ThresholdChoice(
        try ThresholdSweep(labels: labels, scores: scores), .minPrecision(0.8))
      guard choice.isPromised else { continue }
      promised += 1
      if (1 + choice.threshold) / 2 < 0.8 { broken += 1 }
    }
    #expect(promised > 200, "\(promised)")
    #expect(1...30 ~= broken, "\(broken) of \(rounds)")
  }
}
