import Baselines

/// What simple methods read of messages.
enum BaselineInput {
  case texts([String])
  /// One pooled row of a base's features per message.
  case features([[Float]])

  /// Of some of the messages.
  func at(_ indices: [Int]) -> BaselineInput {
    switch self {
    case .texts(let texts): .texts(indices.map { texts[$0] })
    case .features(let rows): .features(indices.map { rows[$0] })
    }
  }
}

/// A simple method that has learned from the training messages.
enum LearnedBaseline {
  case probe(LinearProbe)
  case knn(NearestNeighbours)
  case naiveBayes(NaiveBayes)
  case logistic(LogisticRegression)
  case rule(SingleRule)

  /// - Parameters:
  ///   - input: Of the training messages: features for the methods that read them, else texts.
  ///   - labels: As many class indices, of at least two classes.
  init(
    _ method: BaselineMethod, _ input: BaselineInput, labels: [Int], classCount: Int
  ) throws(BaselineError) {
    switch (method, input) {
    case (.probe, .features(let rows)):
      self = .probe(try LinearProbe(rows: rows, labels: labels, classCount: classCount))
    case (.knn, .features(let rows)):
      self = .knn(try NearestNeighbours(rows: rows, labels: labels, classCount: classCount))
    case (.naiveBayes, .texts(let texts)):
      self = .naiveBayes(try NaiveBayes(texts: texts, labels: labels, classCount: classCount))
    case (.logistic, .texts(let texts)):
      self = .logistic(
        try LogisticRegression(texts: texts, labels: labels, classCount: classCount))
    case (.rule, .texts(let texts)):
      self = .rule(try SingleRule(texts: texts, labels: labels, classCount: classCount))
    default: preconditionFailure("\(method) with the input of another method")
    }
  }

  /// (n, K): the classes' probabilities for each message.
  func probabilities(of input: BaselineInput) throws(BaselineError) -> [[Double]] {
    switch (self, input) {
    case (.probe(let probe), .features(let rows)): try probe.probabilities(of: rows)
    case (.knn(let neighbours), .features(let rows)): try neighbours.probabilities(of: rows)
    case (.naiveBayes(let bayes), .texts(let texts)): bayes.probabilities(of: texts)
    case (.logistic(let regression), .texts(let texts)): regression.probabilities(of: texts)
    case (.rule(let rule), .texts(let texts)): rule.probabilities(of: texts)
    default: preconditionFailure("\(self) with the input of another method")
    }
  }

  /// Numbers that it remembers of the training messages.
  var parameterCount: Int {
    switch self {
    case .probe(let probe): probe.parameterCount
    case .knn(let neighbours): neighbours.parameterCount
    case .naiveBayes(let bayes): bayes.parameterCount
    case .logistic(let regression): regression.parameterCount
    case .rule(let rule): rule.parameterCount
    }
  }

  /// Whether it learned all there was to learn.
  var hasConverged: Bool {
    switch self {
    case .probe(let probe): probe.hasConverged
    case .logistic(let regression): regression.hasConverged
    case .knn, .naiveBayes, .rule: true
    }
  }

  /// What the training messages made it choose, in words; nil where there is nothing to choose.
  func choice(classes: [String]) -> String? {
    switch self {
    case .probe(let probe): "a penalty of C = \(probe.strength)"
    case .knn(let neighbours):
      neighbours.neighbourCount == 1
        ? "the nearest message decides" : "the \(neighbours.neighbourCount) nearest messages vote"
    case .naiveBayes, .logistic: nil
    case .rule(let rule):
      "\(rule): \(classes[rule.matchingClass]); otherwise: \(classes[rule.otherClass])"
    }
  }
}
