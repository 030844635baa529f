/// Which messages went where: one digest over the assignment, and how many each part got.
public struct SplitFacts: Hashable, Sendable {
  /// SHA-256 of the assignment, 64 lower-case hexadecimal digits. Two runs with the same digest
  /// trained and were measured on the same messages.
  public var sha256: String
  public var trainExamples: Int
  public var validationExamples: Int
  public var testExamples: Int

  public init(sha256: String, trainExamples: Int, validationExamples: Int, testExamples: Int) {
    self.sha256 = sha256
    self.trainExamples = trainExamples
    self.validationExamples = validationExamples
    self.testExamples = testExamples
  }
}
