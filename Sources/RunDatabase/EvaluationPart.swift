/// The messages that an evaluation was made on.
public enum EvaluationPart: String, Hashable, Sendable, CaseIterable {
  case train
  case validation
  case test
  /// A whole file, whatever the run's split.
  case file

  /// The parts that a run divides its messages into.
  public static let ofSplit: [EvaluationPart] = [.train, .validation, .test]
}
