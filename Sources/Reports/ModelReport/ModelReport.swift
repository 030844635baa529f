import Audits
import ClassificationMetrics
import Drift
import SpamTuneKit

/// Everything that is known about how good one model is on one set of labelled messages: what `report`
/// shows, whatever its format. The JSON form is a contract: keys are not renamed or removed before the next
/// major version.
package struct ModelReport: Sendable, Codable {
  package var subject: ReportSubject
  package var data: DataCard
  /// The verdict in words, the most important sentence first.
  package var verdict: [String] = []
  package var evaluation: Evaluation
  /// Nil for a model that no run made.
  package var learning: LearningCurves?
  /// One per threshold worth trying, falling, the first one above 1; empty without a positive class of two.
  package var thresholds: [ThresholdPoint] = []
  /// Mean probability of the positive class; nil without one.
  package var meanPositiveProbability: Double?
  /// Of the most probable class, 15 bins of equal width.
  package var reliability: [Calibration.Bin] = []
  package var slices: [Slice] = []
  package var shortcuts: ShortcutAudit?
  package var obfuscation: ObfuscationAudit?
  /// Wrong answers, the surest first.
  package var errors: [ReportedError] = []
  /// Nil where labels were not looked at, as the audits were left out.
  package var labelIssues: [LabelIssue]?
  /// Nil where none were looked for: the audits were left out, the messages are of the file that the model
  /// was trained on, or it is not known which those were.
  package var nearDuplicates: [NearDuplicate]?
  package var drift: DriftReport?

  enum CodingKeys: String, CodingKey {
    case subject, data, verdict, evaluation, learning, thresholds, reliability, slices, shortcuts
    case obfuscation, errors, drift
    case meanPositiveProbability = "mean_positive_probability"
    case labelIssues = "label_suspects"
    case nearDuplicates = "near_duplicates"
  }
}

/// A wrong answer.
package struct ReportedError: Sendable, Codable, Equatable {
  /// In the data file, from 1.
  package var row: Int
  package var truth: String
  package var predicted: String
  /// Of the predicted class.
  package var probability: Double
  package var tokenCount: Int
  /// What speaks for the predicted class; empty where it was not computed.
  package var tokens: [TokenContribution] = []
  /// The message; only where the user asked for texts.
  package var text: String?

  enum CodingKeys: String, CodingKey {
    case row, truth, predicted, probability, tokens, text
    case tokenCount = "token_count"
  }
}
