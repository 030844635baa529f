import Files
import Foundation

/// What a training or a simple method came to, read from the `training.json` or `baseline.json` that it
/// wrote, or from what its command printed.
package struct RecordedResult: Sendable {
  /// The run's name.
  package let run: String
  package let folder: String
  package let metrics: TrainingResult.Metrics
  /// Wall time, all phases together.
  package let seconds: Double
  /// Of the process that did nothing else.
  package let peakMemoryBytes: Int64
  package let trainableParameters: Int
  /// Size of the file of weights that was saved; nil for a method of which nothing is kept.
  package let savedBytes: Int64?
  /// Names the division of the messages.
  package let splitDigest: String
  /// What the course of a training says about the fit.
  package let verdict: String?

  /// Reads the result of a training that has ended.
  ///
  /// - Throws: `KitError.unreadablePlan`.
  package init(ofTrainingIn folder: String) throws {
    let path = TrainingResult.path(in: folder)
    do {
      self = try ResultJSON.decode(Self.self, from: Data(contentsOf: URL(fileURLWithPath: path)))
    } catch {
      throw KitError.unreadablePlan(path, reason: "not the result of a training")
    }
  }
}

extension RecordedResult: Decodable {
  private enum CodingKeys: String, CodingKey {
    case run, model, folder, metrics, seconds, parameters, split, verdict
    case peakMemoryBytes = "peak_memory_bytes"
    case trainableParameters = "trainable_parameters"
    /// The key's former name.
    case trainedParameters = "trained_parameters"
    case savedBytes = "saved_bytes"
  }

  private struct Split: Decodable {
    let digest: String
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    func first<Value: Decodable>(of keys: CodingKeys...) throws -> Value {
      let key = keys.first(where: container.contains) ?? keys[0]
      return try container.decode(Value.self, forKey: key)
    }
    run = try container.decode(String.self, forKey: .run)
    folder = try first(of: .model, .folder)
    metrics = try container.decode(TrainingResult.Metrics.self, forKey: .metrics)
    seconds = try container.decode([String: Double].self, forKey: .seconds)["total"] ?? 0
    peakMemoryBytes = try container.decode(Int64.self, forKey: .peakMemoryBytes)
    trainableParameters = try first(of: .trainableParameters, .trainedParameters, .parameters)
    savedBytes = try container.decodeIfPresent(Int64.self, forKey: .savedBytes)
    splitDigest = try container.decode(Split.self, forKey: .split).digest
    verdict = try container.decodeIfPresent(String.self, forKey: .verdict)
  }
}
