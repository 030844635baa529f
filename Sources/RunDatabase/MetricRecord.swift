/// One metric with its interval.
public struct MetricRecord: Hashable, Sendable {
  /// Lower-case letters, digits and underscores: "accuracy", "roc_auc".
  public var name: String
  /// nil where the metric is undefined, such as ROC-AUC of messages of one class. NaN is the same.
  public var value: Double?
  /// Lower end of the 95 % interval.
  public var low: Double?
  /// Upper end of the 95 % interval.
  public var high: Double?

  public init(name: String, value: Double?, low: Double? = nil, high: Double? = nil) {
    self.name = name
    self.value = value
    self.low = low
    self.high = high
  }
}
