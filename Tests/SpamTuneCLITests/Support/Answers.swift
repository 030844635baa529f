/// What `classify --format json` says about a text.
struct Answer: Decodable, Equatable {
  let text: String
  let label: String
  let probability: Double
  let probabilities: [String: Double]
  let logits: [String: Double]
  let tokens: Int
  let truncated: Bool
}

/// A metric with its 95 % interval.
struct Metric: Decodable, Equatable {
  let value: Double?
  let low: Double?
  let high: Double?
}

/// The metrics of `train` and `evaluate`.
struct Metrics: Decodable {
  let examples: Int
  let loss: Double?
  let accuracy: Metric
  let precision: Metric
  let recall: Metric
  let f1: Metric
  let specificity: Metric
  let mcc: Metric
}

/// What `train --format json` ends with.
struct TrainingReport: Decodable {
  struct Parts: Decodable {
    let train: Metrics?
    let validation: Metrics?
    let test: Metrics?
  }
  struct Split: Decodable {
    let train: Int
    let validation: Int
    let test: Int
  }
  let run: String
  let model: String
  let metrics: Parts
  let seconds: [String: Double]
  let peakMemoryBytes: Int
  let split: Split

  private enum CodingKeys: String, CodingKey {
    case run, model, metrics, seconds, split
    case peakMemoryBytes = "peak_memory_bytes"
  }
}

/// What `evaluate --format json` prints.
struct EvaluationReport: Decodable {
  let model: String
  let metrics: Metrics
}
