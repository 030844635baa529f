import Foundation
import Testing

/// What `cross-validate --format json` prints.
struct CrossValidationReport: Decodable {
  struct Round: Decodable {
    let number: Int
    let train: Int
    let metrics: Metrics
  }
  struct Summary: Decodable {
    let mean: Metric
    let deviation: Double?
    let lowest: Double?
  }
  struct Check: Decodable, Equatable {
    let precision: String
    let messages: Int
    let maximumDifference: Double

    private enum CodingKeys: String, CodingKey {
      case precision, messages
      case maximumDifference = "maximum_difference"
    }
  }
  let run: String
  let rounds: [Round]
  let summary: [String: Summary]
  let confusionMatrix: [[Int]]
  let precisionCheck: Check?

  private enum CodingKeys: String, CodingKey {
    case run, rounds, summary
    case confusionMatrix = "confusion_matrix"
    case precisionCheck = "precision_check"
  }
}

extension Workbench {
  /// The arguments of a cross-validation into the folder `name`, which is also the run's name.
  func crossValidation(_ name: String, _ more: [String]) -> [String] {
    [
      "cross-validate", "--data", data, "--base", base, "--database", database,
      "--output", path(name), "--name", name, "--learning-rate", "1e-2", "--format", "json",
    ] + more
  }

  /// Cross-validates to the end, which must succeed.
  func crossValidate(_ name: String, _ more: [String]) throws -> CrossValidationReport {
    let outcome = try run(crossValidation(name, more))
    try #require(outcome.exitCode == 0, "\(outcome.errors)")
    return try outcome.decoded(as: CrossValidationReport.self)
  }
}
