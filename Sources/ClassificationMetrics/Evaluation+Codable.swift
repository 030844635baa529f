extension Evaluation: Codable {
  private enum CodingKeys: String, CodingKey {
    case examples
    case classNames = "class_names"
    case positiveClass = "positive_class"
    case threshold, loss
    case confusionMatrix = "confusion_matrix"
    case perClass = "per_class"
  }

  /// A metric's key is its name, beside the other keys.
  private struct MetricKey: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(_ metric: Metric) { stringValue = metric.rawValue }
    init?(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(examples, forKey: .examples)
    try container.encode(classes.names, forKey: .classNames)
    try container.encodeIfPresent(classes.positive, forKey: .positiveClass)
    try container.encodeIfPresent(threshold, forKey: .threshold)
    try container.encodeIfPresent(loss, forKey: .loss)
    var values = encoder.container(keyedBy: MetricKey.self)
    for metric in Metric.allCases {
      try values.encode(self[metric], forKey: MetricKey(metric))
    }
    try container.encode(confusionMatrix, forKey: .confusionMatrix)
    try container.encode(perClass, forKey: .perClass)
  }

  /// Metrics that older files do not have; they are undefined there.
  private static let addedLater: Set<Metric> = [
    .negativePredictiveValue, .falsePositiveRate, .macroPrecision, .macroRecall,
    .weightedPrecision, .weightedRecall, .weightedF1, .microF1, .mce, .eceEqualMass, .mceEqualMass,
    .ecePositive,
  ]

  /// Throws `DecodingError.dataCorrupted` also for a positive class that is none of the classes.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let classNames = try container.decode([String].self, forKey: .classNames)
    let positiveClass = try container.decodeIfPresent(Int.self, forKey: .positiveClass)
    guard positiveClass.map(classNames.indices.contains) ?? true else {
      throw DecodingError.dataCorruptedError(
        forKey: .positiveClass, in: container,
        debugDescription: "The positive class is none of the \(classNames.count) classes.")
    }
    let values = try decoder.container(keyedBy: MetricKey.self)
    var estimates: [Metric: Estimate] = [:]
    for metric in Metric.allCases {
      let key = MetricKey(metric)
      if Self.addedLater.contains(metric), !values.contains(key) { continue }
      estimates[metric] = try values.decode(Estimate.self, forKey: key)
    }
    self.init(
      examples: try container.decode(Int.self, forKey: .examples),
      classes: ClassSet(classNames, positive: positiveClass),
      threshold: try container.decodeIfPresent(Double.self, forKey: .threshold),
      loss: try container.decodeIfPresent(Double.self, forKey: .loss), estimates: estimates,
      confusionMatrix: try container.decode(ConfusionMatrix.self, forKey: .confusionMatrix),
      perClass: try container.decode([ClassEvaluation].self, forKey: .perClass))
  }
}
