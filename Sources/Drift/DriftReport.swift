import ClassificationMetrics

/// What has changed between the messages that a model was measured on and those that it sees now.
public struct DriftReport: Sendable, Codable, Equatable {
  public enum Verdict: String, Sendable, Codable {
    case none, moderate, large
  }

  /// Where messages came from.
  public struct Side: Sendable, Codable, Equatable {
    /// A file's path, or "test part of run NAME".
    public let name: String
    public let examples: Int

    public init(name: String, examples: Int) {
      self.name = name
      self.examples = examples
    }
  }

  /// How one distribution has changed.
  public struct Feature: Sendable, Codable, Equatable {
    /// "score", "length", "tokens", "digits", …
    public let name: String
    /// Population stability index over deciles of the reference: below 0.1 stable, above 0.25 large.
    public let psi: Estimate
    /// Two-sample Kolmogorov-Smirnov statistic, 0...1, and its p-value; nil for categories.
    public let ks: Double?
    public let ksPValue: Double?
    /// Jensen-Shannon distance, base 2, 0...1.
    public let jensenShannon: Double
    public let verdict: Verdict
    /// What the verdict goes by: the population stability index, or of categories the Jensen-Shannon
    /// divergence in its unit.
    public let difference: Double?
    /// How large chance alone makes it: its mean where the messages are dealt to the two sides at random.
    public let chance: Double?
    /// Share of such shuffles with a difference as large, corrected for the number of features.
    public let pValue: Double?
    /// Means over messages; of "links" and the like the share of messages with some; nil for categories.
    public let referenceMean: Double?
    public let currentMean: Double?

    public init(
      name: String, psi: Estimate, ks: Double?, ksPValue: Double?, jensenShannon: Double,
      verdict: Verdict, difference: Double? = nil, chance: Double? = nil, pValue: Double? = nil,
      referenceMean: Double? = nil, currentMean: Double? = nil
    ) {
      self.name = name
      self.psi = psi
      self.ks = ks
      self.ksPValue = ksPValue
      self.jensenShannon = jensenShannon
      self.verdict = verdict
      self.difference = difference
      self.chance = chance
      self.pValue = pValue
      self.referenceMean = referenceMean
      self.currentMean = currentMean
    }

    enum CodingKeys: String, CodingKey {
      case name, psi, ks, verdict, difference, chance
      case ksPValue = "ks_p_value"
      case jensenShannon = "jensen_shannon"
      case pValue = "p_value"
      case referenceMean = "reference_mean"
      case currentMean = "current_mean"
    }
  }

  /// How well the messages seem to be classified, without labels, from calibrated probabilities alone.
  public struct EstimatedQuality: Sendable, Codable, Equatable {
    public let accuracy: Estimate
    public let precision: Estimate
    public let recall: Estimate

    public init(accuracy: Estimate, precision: Estimate, recall: Estimate) {
      self.accuracy = accuracy
      self.precision = precision
      self.recall = recall
    }
  }

  public let reference: Side
  public let current: Side
  public let features: [Feature]
  /// ROC-AUC of a classifier that tells the two sides apart by the model's features: 0.5 for no difference.
  public let domainAUC: Estimate
  public let estimatedReference: EstimatedQuality?
  public let estimatedCurrent: EstimatedQuality?
  public let verdict: Verdict
  /// The verdict in words, what speaks for it, and what this cannot see.
  public let sentences: [String]

  public init(
    reference: Side, current: Side, features: [Feature], domainAUC: Estimate,
    estimatedReference: EstimatedQuality?, estimatedCurrent: EstimatedQuality?, verdict: Verdict,
    sentences: [String]
  ) {
    self.reference = reference
    self.current = current
    self.features = features
    self.domainAUC = domainAUC
    self.estimatedReference = estimatedReference
    self.estimatedCurrent = estimatedCurrent
    self.verdict = verdict
    self.sentences = sentences
  }

  enum CodingKeys: String, CodingKey {
    case reference, current, features, verdict, sentences
    case domainAUC = "domain_auc"
    case estimatedReference = "estimated_reference"
    case estimatedCurrent = "estimated_current"
  }
}
