import Files

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

  /// What learns, by what it reads of a message.
  package enum Model {
    /// A method that reads the messages' words.
    case ofTexts(any BaselineModel<String>.Type)
    /// A method that reads what a base makes of the messages, one pooled row each.
    case ofFeatures(any BaselineModel<[Float]>.Type)
  }

  package var model: Model {
    switch self {
    case .probe: .ofFeatures(LinearProbe.self)
    case .knn: .ofFeatures(NearestNeighbours.self)
    case .naiveBayes: .ofTexts(NaiveBayes.self)
    case .logistic: .ofTexts(LogisticRegression.self)
    case .rule: .ofTexts(OneRule.self)
    }
  }

  /// Whether it reads what a base makes of the messages, and not their words.
  public var readsFeatures: Bool {
    if case .ofFeatures = model { true } else { false }
  }
}

/// A simple method that has learned from training messages.
package protocol BaselineModel<Example>: Sendable {
  /// What it reads of a message: the text, or a row of features.
  associatedtype Example

  /// Learns.
  ///
  /// - Parameters:
  ///   - examples: n ≥ 2 training messages; rows of features are equally long.
  ///   - labels: Their classes in 0..<classCount, at least two different ones.
  init(_ examples: [Example], labels: [Int], classCount: Int) throws(BaselineError)

  /// The probabilities of the classes for each message, (n, K).
  ///
  /// - Parameter examples: Rows of features are as long as those learned from.
  /// - Throws: `BaselineError.notFinite`.
  func probabilities(of examples: [Example]) throws(BaselineError) -> [[Double]]

  /// How many numbers it remembers of the training messages.
  var parameterCount: Int { get }

  /// Whether the search for the best parameters came to its end.
  var hasConverged: Bool { get }

  /// What the training messages made it choose, in words; nil where there is nothing to choose.
  func choice(classes: [String]) -> String?
}

extension BaselineModel {
  package var hasConverged: Bool { true }
  package func choice(classes: [String]) -> String? { nil }
}

/// Examples that a simple method cannot learn from, or features that it cannot read. Rows and columns
/// are counted from 1.
public enum BaselineError: Error, Equatable, CustomStringConvertible {
  case noExamples
  case oneClass
  case notFinite(row: Int, column: Int)

  public var description: String {
    switch self {
    case .noExamples:
      "There are no examples to learn from. Give some of each class."
    case .oneClass:
      "All examples are of one class, so there is nothing to tell apart. Give some of another class."
    case .notFinite(let row, let column):
      "Row \(row): feature \(column) is not a finite number. Check the model that made the features."
    }
  }
}

extension BaselineError: ReportableError {
  package var exitClass: ExitClass { .input }
}
