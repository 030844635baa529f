import Audits
import ClassificationMetrics
import Drift

/// Everything that is known about how good one model is on one set of labelled messages: what `report`
/// shows, whatever its format. The JSON form is a contract: keys are not renamed or removed before the next
/// major version.
public struct ModelReport: Sendable, Codable {
  public var subject: ReportSubject
  public var data: DataCard
  /// The verdict in words, the most important sentence first.
  public var verdict: [String]
  public var evaluation: Evaluation
  /// Nil for a model that no run made.
  public var learning: LearningCurves?
  /// One per threshold worth trying, falling, the first one above 1; empty without a positive class of two.
  public var thresholds: [ThresholdPoint]
  /// Mean probability of the positive class; nil without one.
  public var meanPositiveProbability: Double?
  /// Of the most probable class, 15 bins of equal width.
  public var reliability: [Calibration.Bin]
  public var slices: [Slice]
  public var shortcuts: ShortcutAudit?
  public var obfuscation: ObfuscationAudit?
  /// Wrong answers, the surest first.
  public var errors: [ReportedError]
  /// Nil where labels were not looked at, as the audits were left out.
  public var labelIssues: [LabelIssue]?
  /// Nil where none were looked for: the audits were left out, the messages are of the file that the model
  /// was trained on, or it is not known which those were.
  public var nearDuplicates: [NearDuplicate]?
  public var drift: DriftReport?

  public init(
    subject: ReportSubject, data: DataCard, verdict: [String] = [],
    evaluation: Evaluation, learning: LearningCurves? = nil,
    thresholds: [ThresholdPoint] = [], reliability: [Calibration.Bin] = [], slices: [Slice] = [],
    shortcuts: ShortcutAudit? = nil, obfuscation: ObfuscationAudit? = nil,
    errors: [ReportedError] = [], labelIssues: [LabelIssue]? = nil,
    nearDuplicates: [NearDuplicate]? = nil, drift: DriftReport? = nil
  ) {
    self.subject = subject
    self.data = data
    self.verdict = verdict
    self.evaluation = evaluation
    self.learning = learning
    self.thresholds = thresholds
    self.reliability = reliability
    self.slices = slices
    self.shortcuts = shortcuts
    self.obfuscation = obfuscation
    self.errors = errors
    self.labelIssues = labelIssues
    self.nearDuplicates = nearDuplicates
    self.drift = drift
  }

  enum CodingKeys: String, CodingKey {
    case subject, data, verdict, evaluation, learning, thresholds, reliability, slices, shortcuts
    case obfuscation, errors, drift
    case meanPositiveProbability = "mean_positive_probability"
    case labelIssues = "label_suspects"
    case nearDuplicates = "near_duplicates"
  }
}
