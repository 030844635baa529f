import ClassificationMetrics

extension Estimate {
  /// The value where it stands on something: nil where it is missing, and where 0/0 only counts as 0.
  var definedValue: Double? { undefinedReason == nil ? value : nil }
}
