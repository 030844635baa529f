import ClassificationMetrics

/// How a method differs from the best one of a comparison.
public struct MethodDifference: Sendable, Encodable {
  public enum Verdict: String, Sendable, Encodable {
    /// It errs more often than the best, and hardly by chance.
    case worse
    case undecided
    /// It errs less often, though the metric that the best was chosen by says otherwise.
    case fewerErrors = "fewer_errors"
  }

  public let method: String
  /// The metric of this method minus that of the best, with the interval of a paired bootstrap.
  public let difference: Estimate
  /// Of the errors; the best is the first.
  public let mcNemar: McNemarTest
  /// Its p-value, corrected after Holm for the number of methods that the best is compared with.
  public let correctedPValue: Double

  /// What the corrected p-value says at a level of 5 %.
  public var verdict: Verdict {
    guard correctedPValue < Self.level else { return .undecided }
    return mcNemar.onlyFirstCorrect > mcNemar.onlySecondCorrect ? .worse : .fewerErrors
  }

  /// Chance of a false discovery among all comparisons.
  public static let level = 0.05
  /// Fixed, so that the same answers always have the same intervals.
  private static let bootstrapSeed: UInt64 = 1

  private enum CodingKeys: String, CodingKey {
    case method, difference, verdict
    case mcNemar = "mcnemar"
    case correctedPValue = "corrected_p_value"
  }

  /// Of all methods but the first, which is the best, with it.
  ///
  /// - Parameters:
  ///   - answers: Of each method, to the same messages.
  ///   - methods: Their names.
  static func all(
    between answers: [RecordedPredictions], methods: [String], in metric: Evaluation.Metric,
    classes: ClassSet
  ) throws -> [MethodDifference] {
    guard let best = answers.first?.predictions else { return [] }
    let bootstrap = PairedBootstrap(
      labels: best.labels, classes: classes, seed: bootstrapSeed)
    let decisions = answers.map { $0.predictions.decisions(positive: classes.positive) }
    let tests = try decisions.dropFirst().map {
      try McNemarTest(labels: best.labels, first: decisions[0], second: $0)
    }
    let corrected = HolmCorrection.adjusted(tests.map(\.pValue))
    return tests.indices.map { index in
      MethodDifference(
        method: methods[index + 1],
        difference: bootstrap.difference(
          in: metric, from: best, to: answers[index + 1].predictions),
        mcNemar: tests[index], correctedPValue: corrected[index])
    }
  }

  private init(
    method: String, difference: Estimate, mcNemar: McNemarTest, correctedPValue: Double
  ) {
    self.method = method
    self.difference = difference
    self.mcNemar = mcNemar
    self.correctedPValue = correctedPValue
  }

  /// The verdict is written too, for those who read the file without this program.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(method, forKey: .method)
    try container.encode(difference, forKey: .difference)
    try container.encode(mcNemar, forKey: .mcNemar)
    try container.encode(correctedPValue, forKey: .correctedPValue)
    try container.encode(verdict, forKey: .verdict)
  }
}
