/// The messages that an evaluation was made on.
public enum EvaluationPart: String, Hashable, Sendable, CaseIterable {
  case train
  case validation
  case test
  /// A whole file, whatever the run's split.
  case file
}
