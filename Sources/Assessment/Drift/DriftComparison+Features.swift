import ClassificationMetrics
import ClassifierModels
import Drift
import TextDatasets

extension DriftComparison {
  /// What is looked at in every message, the model's own view first.
  static func features(
    _ classifier: TextClassifier, texts: (reference: [String], current: [String]),
    read: (reference: ModelOutputs, current: ModelOutputs)
  ) -> [DriftFeature] {
    let before = texts.reference.map { TextTraits($0) }
    let now = texts.current.map { TextTraits($0) }
    func numbers(_ name: String, _ value: (TextTraits) -> Double) -> DriftFeature {
      DriftFeature(name, .numbers(reference: before.map(value), current: now.map(value)))
    }
    func flags(_ name: String, _ value: (TextTraits) -> Bool) -> DriftFeature {
      DriftFeature(name, .flags(reference: before.map(value), current: now.map(value)))
    }
    return [
      DriftFeature(
        "score",
        .numbers(
          reference: scores(classifier, read.reference),
          current: scores(classifier, read.current))),
      numbers("length") { Double($0.length) },
      DriftFeature(
        "tokens",
        .numbers(
          reference: read.reference.tokenCounts.map(Double.init),
          current: read.current.tokenCounts.map(Double.init))),
      numbers("digits in a row") { Double($0.longestDigitRun) },
      numbers("capitals") { $0.letters == 0 ? 0 : Double($0.capitals) / Double($0.letters) },
      flags("links", \.hasLink),
      flags("currency signs", \.hasCurrencySign),
      DriftFeature(
        "token frequencies",
        .categories(reference: read.reference.tokens, current: read.current.tokens)),
    ]
  }

  /// Probability of the positive class, or without one that of the most probable class.
  private static func scores(_ classifier: TextClassifier, _ read: ModelOutputs) -> [Double] {
    if let positive = classes(of: classifier).positive {
      return read.probabilities.map { $0[positive] }
    }
    return read.probabilities.map { $0.max() ?? 0 }
  }

  /// Nil for other than two classes, of which probabilities alone do not tell the answers.
  static func estimate(
    _ classifier: TextClassifier, _ read: ModelOutputs, seed: UInt64
  ) throws -> DriftReport.EstimatedQuality? {
    guard let (positive, _) = classes(of: classifier).pair else { return nil }
    let name = classifier.classes.names[positive]
    let rule = classifier.decision.about(name).rule ?? DecisionRule()
    let estimated = try EstimatedPerformance(
      probabilities: read.probabilities.map { $0[positive] }, decision: rule, seed: seed,
      resamples: 1_000)
    return DriftReport.EstimatedQuality(
      accuracy: estimated.accuracy, precision: estimated.precision, recall: estimated.recall)
  }

  /// The positive class is that of the decision, if there is one.
  private static func classes(of classifier: TextClassifier) -> ClassSet {
    classifier.decision.positiveLabel.map {
      ClassSet(classifier.classes.names, positiveName: $0)
    } ?? classifier.classes
  }
}
