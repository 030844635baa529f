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
  public var evaluation: ClassificationMetrics.Evaluation
  /// Nil for a model that no run made.
  public var learning: LearningCurves?
  /// One per threshold worth trying; empty without a positive class of two.
  public var thresholds: [ThresholdPoint]
  /// Of the most probable class, 15 bins of equal width.
  public var reliability: [Calibration.Bin]
  public var slices: [Slice]
  public var shortcuts: ShortcutAudit?
  public var obfuscation: ObfuscationAudit?
  /// Wrong answers, the surest first.
  public var errors: [ReportedError]
  public var labelSuspects: [LabelSuspect]
  public var nearDuplicates: [NearDuplicate]
  public var drift: DriftReport?

  enum CodingKeys: String, CodingKey {
    case subject, data, verdict, evaluation, learning, thresholds, reliability, slices, shortcuts
    case obfuscation, errors, drift
    case labelSuspects = "label_suspects"
    case nearDuplicates = "near_duplicates"
  }
}

/// Which model it is, and how it came to be.
public struct ReportSubject: Sendable, Codable, Equatable {
  /// Its folder.
  public var model: String
  public var sha256: String
  /// Name of the run that made it.
  public var run: String?
  /// The command line that made it.
  public var command: String?
  /// The command line that made the report.
  public var reportCommand: String
  /// Of this program.
  public var version: String
  /// UTC, ISO 8601.
  public var createdAt: String
  public var base: String?
  public var classes: [String]
  public var positiveClass: String?
  public var parameters: Int
  /// That logits are divided by before they become probabilities; 1 for as they are.
  public var temperature: Double
  /// Lowest probability of the positive class that counts as positive, and lowest that counts as unsure.
  public var threshold: Double?
  public var unsureFrom: Double?
  /// How the threshold was chosen, in words.
  public var decision: String?
  /// The run's settings, defaults included.
  public var settings: [String: String]

  enum CodingKeys: String, CodingKey {
    case model, sha256, run, command, version, base, classes, parameters, temperature, threshold
    case decision, settings
    case reportCommand = "report_command"
    case createdAt = "created_at"
    case positiveClass = "positive_class"
    case unsureFrom = "unsure_from"
  }
}

/// What the messages are that a report speaks of.
public struct DataCard: Sendable, Codable, Equatable {
  public struct ClassCount: Sendable, Codable, Equatable {
    public var name: String
    public var examples: Int
  }

  /// "test part of run tour", or a file's path.
  public var name: String
  public var path: String
  public var sha256: String
  public var examples: Int
  public var classes: [ClassCount]
  /// Tokens per message: smallest, lower quartile, median, upper quartile, largest.
  public var tokenQuartiles: [Int]
  public var skippedRows: Int
  public var truncatedMessages: Int
  /// Messages that occur more than once after normalisation.
  public var duplicates: Int

  enum CodingKeys: String, CodingKey {
    case name, path, sha256, examples, classes, duplicates
    case tokenQuartiles = "token_quartiles"
    case skippedRows = "skipped_rows"
    case truncatedMessages = "truncated_messages"
  }
}

/// How training went.
public struct LearningCurves: Sendable, Codable, Equatable {
  public struct Step: Sendable, Codable, Equatable {
    public var step: Int
    /// Mean of the step's batch in nats per message; nil where it was no number.
    public var loss: Double?
  }

  public struct Epoch: Sendable, Codable, Equatable {
    public var epoch: Int
    public var step: Int
    public var trainLoss: Double?
    public var validationLoss: Double?
    public var trainAccuracy: Double?
    public var validationAccuracy: Double?

    enum CodingKeys: String, CodingKey {
      case epoch, step
      case trainLoss = "train_loss"
      case validationLoss = "validation_loss"
      case trainAccuracy = "train_accuracy"
      case validationAccuracy = "validation_accuracy"
    }
  }

  public var steps: [Step]
  public var epochs: [Epoch]
  /// Whether it overfits, in one sentence.
  public var verdict: String
}

/// What happens at one threshold.
public struct ThresholdPoint: Sendable, Codable, Equatable {
  /// Probabilities of the positive class of at least this count as positive; above 1 where nothing does.
  public var threshold: Double
  public var truePositives: Int
  public var falsePositives: Int
  public var falseNegatives: Int
  public var trueNegatives: Int

  enum CodingKeys: String, CodingKey {
    case threshold
    case truePositives = "tp"
    case falsePositives = "fp"
    case falseNegatives = "fn"
    case trueNegatives = "tn"
  }
}

/// A wrong answer.
public struct ReportedError: Sendable, Codable, Equatable {
  /// In the data file, from 1.
  public var row: Int
  public var truth: String
  public var predicted: String
  /// Of the predicted class.
  public var probability: Double
  public var tokenCount: Int
  /// What speaks for the predicted class; empty where it was not computed.
  public var tokens: [TokenContribution]
  /// The message; only where the user asked for texts.
  public var text: String?

  enum CodingKeys: String, CodingKey {
    case row, truth, predicted, probability, tokens, text
    case tokenCount = "token_count"
  }
}
