import ClassificationMetrics
import FineTuning
import TextDatasets

/// A search for settings of training: what is to be tried, and what came of it so far; `sweep.json` in its
/// folder.
public struct SweepRecord: Sendable, Codable, Equatable {
  public let name: String
  public let programVersion: String
  /// Options of every trial.
  public let settings: [SearchSetting]
  /// The file that records the trials' runs.
  public let database: String
  /// Of the messages of the first trial: the files, and SHA-256 of their contents.
  public let data: [String]
  public let dataDigest: String
  /// What trials are chosen by, on the validation messages.
  public let metric: ModelSelection.Criterion
  /// Rounds of successive halving; 1 for a search that trains every trial to its end.
  public let rungs: Int
  public var trials: [Trial]
  /// The number of the best trial, when all are done.
  public var best: Int?
  /// What the best trial's model did on the test messages, which had no part in choosing it.
  public var test: Result?

  /// A combination of settings.
  public struct Trial: Sendable, Codable, Equatable {
    /// From 1.
    public let number: Int
    public let settings: [SearchSetting]
    /// Of the last rung.
    public let epochs: Int
    /// One per rung it got to.
    public var runs: [TrialRun] = []

    public init(number: Int, settings: [SearchSetting], epochs: Int) {
      self.number = number
      self.settings = settings
      self.epochs = epochs
    }
  }

  /// A trial's training in one rung.
  public struct TrialRun: Sendable, Codable, Equatable {
    public enum Status: String, Sendable, Codable { case running, finished, failed }

    public let epochs: Int
    /// Of the run in the database.
    public var run: String
    /// In the sweep's folder.
    public var folder: String
    public var status: Status = .running
    /// On the validation messages, once it is finished.
    public var validation: Result?
    public var seconds: Double?
    /// Of how the messages were divided.
    public var splitDigest: String?
    /// Why it failed.
    public var problem: String?

    public init(epochs: Int, run: String, folder: String) {
      self.epochs = epochs
      self.run = run
      self.folder = folder
    }
  }

  /// What a model did on one part of the messages.
  public struct Result: Sendable, Codable, Equatable {
    public let metric: Estimate
    /// Mean cross-entropy in nats.
    public let loss: Double?
    public let messages: Int

    public init(_ evaluation: Evaluation, by criterion: ModelSelection.Criterion) {
      metric = criterion.estimate(in: evaluation)
      loss = evaluation.loss
      messages = evaluation.examples
    }
  }

  public init(
    name: String, settings: [SearchSetting], database: String, data: LabelledDataset,
    metric: ModelSelection.Criterion, rungs: Int, trials: [Trial]
  ) {
    self.name = name
    programVersion = SpamTune.version
    self.settings = settings
    self.database = database
    self.data = data.paths
    dataDigest = data.digest
    self.metric = metric
    self.rungs = rungs
    self.trials = trials
  }
}
