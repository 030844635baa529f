/// A simple method that a fine-tuned model has to beat.
public enum BaselineMethod: String, Sendable, CaseIterable, Codable {
  /// Logistic regression on the pooled features of the base, which is left as it is.
  case probe
  /// The nearest training messages, by the same features.
  case knn
  /// Words, counted.
  case naiveBayes = "naive-bayes"
  /// Logistic regression on words.
  case logistic
  /// One question about a text.
  case rule

  /// Whether it reads what a base makes of the messages, and not their words.
  public var readsFeatures: Bool { self == .probe || self == .knn }
}
