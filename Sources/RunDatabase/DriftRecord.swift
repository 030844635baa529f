public import Foundation

/// One comparison of the messages that a model sees now with those that it was measured on.
public struct DriftRecord: Hashable, Sendable {
  /// Where messages came from.
  public struct Side: Hashable, Sendable {
    /// A file's path, or "test part of run tour".
    public var name: String
    public var data: FileReference
    /// Messages compared.
    public var examples: Int

    public init(name: String, data: FileReference, examples: Int) {
      self.name = name
      self.data = data
      self.examples = examples
    }
  }

  public enum Verdict: String, Hashable, Sendable {
    case none, moderate, large
  }

  /// How one distribution has changed.
  public struct Feature: Hashable, Sendable {
    public var name: String
    /// Population stability index, and its 95 % interval.
    public var psi: Double?
    public var psiLow: Double?
    public var psiHigh: Double?
    /// Two-sample Kolmogorov-Smirnov statistic, and its p-value; nil for categories.
    public var ks: Double?
    public var ksPValue: Double?
    /// Distance, base 2, 0...1.
    public var jensenShannon: Double
    public var verdict: Verdict

    public init(
      name: String, psi: Double?, psiLow: Double? = nil, psiHigh: Double? = nil, ks: Double?,
      ksPValue: Double?, jensenShannon: Double, verdict: Verdict
    ) {
      self.name = name
      self.psi = psi
      self.psiLow = psiLow
      self.psiHigh = psiHigh
      self.ks = ks
      self.ksPValue = ksPValue
      self.jensenShannon = jensenShannon
      self.verdict = verdict
    }
  }

  /// The run that made the model; nil for a model that no run of this database made.
  public var run: Run.ID?
  public var model: FileReference
  public var reference: Side
  public var current: Side
  public var verdict: Verdict
  /// The verdict in words. Never a message text.
  public var sentences: [String]
  /// "domain_auc", "estimated_reference_precision", "estimated_current_recall", …
  public var metrics: [MetricRecord]
  /// In their order; no two of one name.
  public var features: [Feature]
  /// Wall time of the comparison.
  public var seconds: Double
  /// Kept to the millisecond.
  public var createdAt: Date

  public init(
    run: Run.ID?, model: FileReference, reference: Side, current: Side, verdict: Verdict,
    sentences: [String], metrics: [MetricRecord], features: [Feature], seconds: Double,
    createdAt: Date = Date()
  ) {
    self.run = run
    self.model = model
    self.reference = reference
    self.current = current
    self.verdict = verdict
    self.sentences = sentences
    self.metrics = metrics
    self.features = features
    self.seconds = seconds
    self.createdAt = createdAt
  }
}
