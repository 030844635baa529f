import ClassificationMetrics
import FineTuning

/// How well a trial did on the validation messages, to be compared with others.
public struct TrialScore: Sendable, Equatable {
  /// Higher is better; nil where the metric is undefined.
  private let value: Double?
  /// In nats.
  private let loss: Double?
  private let trial: Int

  /// - Parameters:
  ///   - estimate: Of the criterion.
  ///   - loss: Mean cross-entropy of the validation messages.
  ///   - trial: Its number.
  public init(
    _ criterion: ModelSelection.Criterion, estimate: Estimate, loss: Double?, trial: Int
  ) {
    value = estimate.value.map { criterion.isLoss ? -$0 : $0 }
    self.loss = loss
    self.trial = trial
  }

  /// Undefined is worse than any value; of equals the one with the lower loss is better, then the earlier
  /// one.
  public func isBetter(than other: TrialScore) -> Bool {
    if value != other.value { return value ?? -.infinity > other.value ?? -.infinity }
    if loss != other.loss { return loss ?? .infinity < other.loss ?? .infinity }
    return trial < other.trial
  }
}

extension ModelSelection.Criterion {
  /// Whether lower is better.
  public var isLoss: Bool {
    switch self {
    case .loss: true
    case .metric(let metric): metric.isLoss
    }
  }

  /// What an evaluation says of it.
  public func estimate(in evaluation: Evaluation) -> Estimate {
    switch self {
    case .loss: evaluation.loss.map { Estimate(value: $0) } ?? .undefined("no loss was measured")
    case .metric(let metric): evaluation[metric]
    }
  }
}
