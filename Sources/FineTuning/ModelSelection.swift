import ClassificationMetrics
import GPT2Kernels

/// Which of a run's weights are its result: those that did best on the validation messages. Where that may be
/// taken for the end of learning, training stops early (Prechelt: "Early stopping - but when?", 1998).
public struct ModelSelection: Sendable, Equatable, Codable {
  /// `loss`, or a name of `Evaluation.Metric`.
  public enum Criterion: Sendable, Equatable {
    case loss
    case metric(Evaluation.Metric)
  }

  public var criterion: Criterion
  /// Results in a row without a new best after which training stops; nil to train to the end.
  public var patience: Int?

  public init(_ criterion: Criterion = .loss, patience: Int? = nil) {
    self.criterion = criterion
    self.patience = patience
  }

  /// How good some answers are; higher is better. Nil where the metric is undefined.
  ///
  /// - Parameters:
  ///   - logits: (n, K).
  ///   - labels: n class indices.
  ///   - positiveClass: The class that precision and its like speak of; nil for macro averages.
  func score(_ logits: Matrix, labels: [Int], positiveClass: Int?) throws -> Double? {
    switch criterion {
    case .loss: return -CrossEntropy().forward(logits, labels: labels).mean
    case .metric(let metric):
      let predictions = try Predictions(
        labels: labels, probabilities: probabilities(ofLogits: logits).flatMap(\.self),
        classes: logits.columns)
      let value = predictions.value(of: metric, positive: positiveClass)
      return value.map { metric.isLoss ? -$0 : $0 }
    }
  }
}

extension ModelSelection.Criterion: LosslessStringConvertible {
  public init?(_ description: String) {
    if description == "loss" {
      self = .loss
    } else if let metric = Evaluation.Metric(rawValue: description) {
      self = .metric(metric)
    } else {
      return nil
    }
  }

  public var description: String {
    switch self {
    case .loss: "loss"
    case .metric(let metric): metric.rawValue
    }
  }

  /// Every name there is.
  public static var allNames: [String] { ["loss"] + Evaluation.Metric.allCases.map(\.rawValue) }
}

extension ModelSelection.Criterion: Codable {
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    guard let criterion = Self(try container.decode(String.self)) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "expected loss or a metric")
    }
    self = criterion
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}
