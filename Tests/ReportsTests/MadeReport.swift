import ClassificationMetrics
import SpamTuneKit

@testable import Reports

/// Reports whose numbers were chosen by a test.
enum MadeReport {
  /// Ham and spam, every answer given with the probability `sureness`.
  static func of(
    hits: Int, misses: Int, alarms: Int, quiet: Int, sureness: Double = 0.9
  ) throws -> ModelReport {
    let answers =
      Array(repeating: (1, 1), count: hits) + Array(repeating: (1, 0), count: misses)
      + Array(repeating: (0, 1), count: alarms) + Array(repeating: (0, 0), count: quiet)
    return try report(
      labels: answers.map(\.0), predicted: answers.map(\.1), classes: ["ham", "spam"], positive: 1,
      sureness: sureness)
  }

  /// - Parameters:
  ///   - labels: Indices of classes, as `predicted`.
  static func report(
    labels: [Int], predicted: [Int], classes: [String], positive: Int?, sureness: Double = 0.9
  ) throws -> ModelReport {
    let rest = (1 - sureness) / Double(classes.count - 1)
    let probabilities = predicted.flatMap { answer in
      classes.indices.map { $0 == answer ? sureness : rest }
    }
    let predictions = try Predictions(
      labels: labels, probabilities: probabilities, classes: classes.count)
    return ModelReport(
      subject: ReportSubject(
        model: "/models/tour", sha256: String(repeating: "a", count: 64), run: "tour",
        command: "spamtune train --name tour", reportCommand: "spamtune report tour",
        version: "0.1.0", createdAt: "2026-11-21T14:32:05Z", classes: classes,
        positiveClass: positive.map { classes[$0] }, parameters: 1_000,
        threshold: classes.count == 2 && positive != nil ? 0.5 : nil),
      data: DataCard(
        name: "test part of run tour", path: "/data/sms.tsv",
        sha256: String(repeating: "b", count: 64), part: "test", examples: labels.count,
        classes: classes.enumerated().map { index, name in
          DataCard.ClassCount(name: name, examples: labels.count { $0 == index })
        }, tokenQuartiles: [1, 8, 15, 30, 60], seenInTraining: 0),
      evaluation: try Evaluation(
        labels: labels, probabilities: probabilities,
        classes: ClassSet(classes, positive: positive),
        seed: 1, resamples: 50),
      reliability: predictions.topLabelCalibration().bins)
  }
}
