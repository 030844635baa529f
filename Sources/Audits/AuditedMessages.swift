import ClassificationMetrics
import Files

/// Labelled texts and a model's answers to them: what audits look at.
public struct AuditedMessages: Sendable {
  public let texts: [String]
  /// True classes, 0..<K.
  public let labels: [Int]
  /// Each message's row in its file, from 1.
  public let rows: [Int]
  /// K ≥ 2.
  public let classes: ClassSet
  /// (n, K), 0...1.
  public let probabilities: [[Double]]
  /// Counts only for two classes of which one is positive; else the most probable class is the answer.
  public let decision: DecisionRule
  /// The class that each message is given. What the rule leaves undecided counts as not positive.
  let answers: [Int]

  /// - Precondition: As many labels, rows and probabilities as texts, K probabilities for each, labels in
  ///   0..<K, K ≥ 2.
  public init(
    texts: [String], labels: [Int], rows: [Int], classes: ClassSet, probabilities: [[Double]],
    decision: DecisionRule = DecisionRule()
  ) {
    precondition(
      labels.count == texts.count && rows.count == texts.count
        && probabilities.count == texts.count,
      "\(texts.count) texts, \(labels.count) labels, \(rows.count) rows, \(probabilities.count) answers"
    )
    precondition(
      classes.count >= 2 && probabilities.allSatisfy { $0.count == classes.count }
        && labels.allSatisfy(classes.names.indices.contains),
      "\(classes.count) classes do not fit the labels or the probabilities")
    self.texts = texts
    self.labels = labels
    self.rows = rows
    self.classes = classes
    self.probabilities = probabilities
    self.decision = decision
    answers = probabilities.map { Self.answer($0, of: classes, decision: decision) }
  }

  /// Share of the answers that are right, with its Wilson interval.
  public var accuracy: Estimate {
    .proportion(zip(labels, answers).count { $0 == $1 }, of: labels.count)
  }

  /// The class that probabilities (K) amount to.
  func answer(_ probabilities: [Double]) -> Int {
    Self.answer(probabilities, of: classes, decision: decision)
  }

  private static func answer(
    _ probabilities: [Double], of classes: ClassSet, decision: DecisionRule
  ) -> Int {
    if let (positive, negative) = classes.pair {
      return decision.answer(probabilities[positive]) == .positive ? positive : negative
    }
    return probabilities.indices.reduce(0) { probabilities[$1] > probabilities[$0] ? $1 : $0 }
  }

  /// Answers against the truth, for the positive class.
  ///
  /// - Parameters:
  ///   - positive: The class that is counted against the rest.
  ///   - answers: A class per message; nil for those of the model.
  ///   - indices: Messages that count; nil for all.
  func counts(
    positive: Int, answers: [Int]? = nil, of indices: [Int]? = nil
  ) -> BinaryCounts {
    let answers = answers ?? self.answers
    var counts = BinaryCounts()
    for index in indices ?? Array(texts.indices) {
      counts.add(isPositive: labels[index] == positive, isPredicted: answers[index] == positive)
    }
    return counts
  }
}

/// What a user asked of an audit that it cannot do.
public enum AuditError: Error, Equatable, CustomStringConvertible {
  case unnamedPattern(String)
  case badPattern(String, reason: String)
  case slowPattern(String, seconds: Int)
  case falsePositiveRate(Double)
  case noNegatives

  public var description: String {
    switch self {
    case .unnamedPattern(let given):
      "`slice` '\(given)': give a name, = and a regular expression, such as prize=(?i)win|won."
    case .badPattern(let name, let reason):
      "`slice` \(name): not a regular expression: \(reason)"
    case .slowPattern(let name, let seconds):
      "`slice` \(name): no answer within \(seconds) seconds. Write it without repetitions inside repetitions, "
        + "such as (a+)+."
    case .falsePositiveRate(let rate):
      "The false-positive rate is \(rate); give a value from 0 to below 1, or a percentage."
    case .noNegatives:
      "There is no negative message, so that no threshold can hold a false-positive rate. Give some, or leave "
        + "the rate out."
    }
  }
}

extension AuditError: ReportableError {
  package var exitClass: ExitClass { .usage }
}
