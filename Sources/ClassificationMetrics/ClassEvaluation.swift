/// One class of an evaluation against the rest, with 95 % intervals.
public struct ClassEvaluation: Sendable, Codable, Equatable {
  public let name: String
  /// Examples whose true class this is.
  public let support: Int
  /// Wilson interval.
  public let precision: Estimate
  /// Wilson interval.
  public let recall: Estimate
  /// Stratified bootstrap interval.
  public let f1: Estimate

  init(
    _ k: Int, name: String, matrix: ConfusionMatrix, f1: Estimate, reasons: UndefinedReasons
  ) {
    self.name = name
    support = matrix.support(k)
    precision = .proportion(
      matrix.truePositives(k), of: matrix.predictedCount(k),
      undefinedReason: reasons.neverPredicted(k))
    recall = .proportion(
      matrix.truePositives(k), of: matrix.support(k), undefinedReason: reasons.neverTrue(k))
    self.f1 = f1.undefined(because: reasons.neverEither(k))
  }
}
