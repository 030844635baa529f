/// How good a classifier is on a set of examples, with 95 % intervals: what is printed, stored
/// and compared.
///
/// With a positive class, precision, recall, F1, specificity, ROC AUC and average precision are
/// that class's against the rest. Without one they are macro averages over all classes, one
/// against the rest. Proportions of counted examples have Wilson intervals: accuracy and, for a positive
/// class, precision, recall, specificity, negative predictive value and false positive rate. Everything else
/// has stratified bootstrap intervals.
public struct Evaluation: Sendable, Equatable {
  public let examples: Int
  public let classes: ClassSet
  /// Lowest probability of the positive class that counts as positive, 0...1, or above 1 where nothing does.
  /// Nil where the most probable class was predicted: without a positive class, or with more than two classes.
  public let threshold: Double?
  /// Mean cross-entropy in nats as the model computed it, if it was given.
  public let loss: Double?
  private let estimates: [Metric: Estimate]
  public let confusionMatrix: ConfusionMatrix
  /// In the order of the classes.
  public let perClass: [ClassEvaluation]

  public subscript(metric: Metric) -> Estimate {
    estimates[metric] ?? .undefined("it was not yet measured when this was recorded")
  }

  /// - Parameters:
  ///   - labels: n ≥ 1 true classes in 0..<K.
  ///   - probabilities: (n, K) row-major, within 0...1, rows summing to 1.
  ///   - classes: K ≥ 2; without a positive class there are macro averages.
  ///   - threshold: used for two classes with a positive one.
  ///   - loss: mean cross-entropy in nats as the model computed it.
  ///   - seed: of the bootstrap; the same seed gives the same intervals.
  ///   - resamples: of the bootstrap, at least 2. Its time is proportional to n · resamples.
  /// - Throws: `MetricError` where labels, probabilities and classes do not fit together.
  public init(
    labels: [Int], probabilities: [Double], classes: ClassSet,
    threshold: Double = DecisionRule().threshold, loss: Double? = nil, seed: UInt64,
    resamples: Int = 2_000
  ) throws(MetricError) {
    let predictions = try Predictions(
      labels: labels, probabilities: probabilities, classes: classes.count)
    if let loss, !loss.isFinite { throw .lossNotFinite(found: loss) }

    let sample = EvaluationSample(predictions, positive: classes.positive, threshold: threshold)
    let bootstrap = StratifiedBootstrap(labels: labels, seed: seed, resamples: resamples)
    let reasons = UndefinedReasons(matrix: sample.confusionMatrix, classes: classes)
    let resampled = bootstrap.estimates(sample.values(draws:))

    func estimate(_ metric: Metric) -> Estimate {
      if let reason = reasons.reason(for: metric) { return .undefined(reason) }
      if let (part, whole) = sample.proportion(metric) { return .proportion(part, of: whole) }
      return resampled[sample.index(of: metric)]
    }
    self.init(
      examples: predictions.count, classes: classes,
      threshold: classes.pair == nil ? nil : threshold, loss: loss,
      estimates: Dictionary(uniqueKeysWithValues: Metric.allCases.map { ($0, estimate($0)) }),
      confusionMatrix: sample.confusionMatrix,
      perClass: classes.names.indices.map { k in
        let counts = sample.confusionMatrix.oneVersusRest(k)
        return ClassEvaluation(
          name: classes.names[k], support: counts.positives,
          precision: counts.estimate(.precision, positive: classes.names[k]),
          recall: counts.estimate(.recall, positive: classes.names[k]),
          f1: reasons.neverEither(k).map { .undefined($0) } ?? resampled[sample.index(ofF1: k)])
      })
  }

  init(
    examples: Int, classes: ClassSet, threshold: Double?, loss: Double?,
    estimates: [Metric: Estimate], confusionMatrix: ConfusionMatrix, perClass: [ClassEvaluation]
  ) {
    self.examples = examples
    self.classes = classes
    self.threshold = threshold
    self.loss = loss
    self.estimates = estimates
    self.confusionMatrix = confusionMatrix
    self.perClass = perClass
  }
}

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
}
