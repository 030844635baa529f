import ClassificationMetrics

/// Labelled texts and a model's answers to them: what audits look at.
public struct AuditedMessages: Sendable {
  public let texts: [String]
  /// True classes, indices into `classes`.
  public let labels: [Int]
  /// Each message's row in its file, from 1.
  public let rows: [Int]
  public let classes: [String]
  /// The class that precision and recall speak of.
  public let positiveClass: Int?
  /// (n, K), 0...1.
  public let probabilities: [[Double]]
  /// Counts only with two classes and a positive one; else the most probable class is the answer.
  public let decision: DecisionRule
  /// The class that each message is given. What the rule leaves undecided counts as not positive.
  let answers: [Int]

  /// - Precondition: As many labels, rows and probabilities as texts, K probabilities for each, labels in
  ///   0..<K, K ≥ 2.
  public init(
    texts: [String], labels: [Int], rows: [Int], classes: [String], positiveClass: Int?,
    probabilities: [[Double]], decision: DecisionRule = DecisionRule()
  ) {
    precondition(
      labels.count == texts.count && rows.count == texts.count
        && probabilities.count == texts.count,
      "\(texts.count) texts, \(labels.count) labels, \(rows.count) rows, \(probabilities.count) answers"
    )
    precondition(
      classes.count >= 2 && probabilities.allSatisfy { $0.count == classes.count }
        && labels.allSatisfy(classes.indices.contains),
      "\(classes.count) classes do not fit the labels or the probabilities")
    self.texts = texts
    self.labels = labels
    self.rows = rows
    self.classes = classes
    self.positiveClass = positiveClass
    self.probabilities = probabilities
    self.decision = decision
    answers = probabilities.map {
      Self.answer($0, positiveClass: positiveClass, decision: decision)
    }
  }

  /// How often the answers are right.
  public var accuracy: Estimate { whole.accuracy }

  /// All messages, counted.
  var whole: Tally {
    var tally = Tally(positiveClass: positiveClass)
    for (label, answer) in zip(labels, answers) { tally.add(truth: label, answer: answer) }
    return tally
  }

  /// The class that probabilities (K) amount to.
  func answer(_ probabilities: [Double]) -> Int {
    Self.answer(probabilities, positiveClass: positiveClass, decision: decision)
  }

  private static func answer(
    _ probabilities: [Double], positiveClass: Int?, decision: DecisionRule
  ) -> Int {
    if let positiveClass, probabilities.count == 2 {
      let isPositive = decision.answer(probabilities[positiveClass]) == .positive
      return isPositive ? positiveClass : 1 - positiveClass
    }
    return probabilities.indices.reduce(0) { probabilities[$1] > probabilities[$0] ? $1 : $0 }
  }

  /// The positive class where there are two classes, else nil: what audits of spam and ham ask for.
  var positiveOfTwo: Int? { classes.count == 2 ? positiveClass : nil }
}
