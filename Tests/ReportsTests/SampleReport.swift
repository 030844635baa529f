import Audits
import ClassificationMetrics
import Drift
import Foundation
import SpamTuneKit

@testable import Reports

/// A report of made-up messages from a seeded generator: real metrics of invented scores, and audits
/// that nobody has carried out.
struct SampleReport {
  var messages = 300
  var seed: UInt64 = 7
  var model = "models/tour"
  var run: String? = "tour"
  var data = "test part of run tour"
  var file = "data/sms.tsv"
  var classNames = ["ham", "spam"]
  var hasPositive = true
  var hasTexts = true
  var hasAudits = true
  var hasDrift = true
  var hasLearning = true
  /// Wrong answers listed; never more than there are.
  var errorCount = 12
  var threshold = 0.62
  var verdict = [
    "The model finds most of the spam and raises few false alarms.",
    "On other messages of this kind its accuracy would probably lie between 93 % and 98 %.",
    "The threshold was chosen on the validation part, which is too small to promise fewer than one false "
      + "alarm in a hundred.",
  ]
  /// Put into every place that takes a text from outside.
  var hostile: String?

  func report() throws -> ModelReport {
    var random = SampleNumbers(state: seed)
    let labels = (0..<messages).map { row in
      classNames.count == 2 ? (row % 15 < 2 ? 1 : 0) : row % classNames.count
    }
    let probabilities = labels.flatMap { row(of: $0, &random) }
    let evaluation = try Evaluation(
      labels: labels, probabilities: probabilities,
      classes: ClassSet(classNames.map(name), positive: hasPositive ? 1 : nil),
      threshold: threshold, seed: 3, resamples: 40)
    let predictions = try Predictions(
      labels: labels, probabilities: probabilities, classes: classNames.count)
    var report = ModelReport(
      subject: subject, data: card(labels), verdict: verdict.map(name), evaluation: evaluation,
      learning: hasLearning ? learning(&random) : nil,
      reliability: predictions.topLabelCalibration().bins, errors: errors(evaluation, &random),
      drift: hasDrift ? drift : nil)
    if hasPositive { report.thresholds = try thresholds(labels, probabilities) }
    guard hasAudits else { return report }
    report.slices = slices(&random)
    report.labelIssues = suspects
    report.nearDuplicates = duplicates
    guard hasPositive else { return report }
    report.shortcuts = shortcuts(evaluation)
    report.obfuscation = obfuscation(evaluation)
    return report
  }

  func name(_ text: String) -> String { hostile ?? text }

  private func row(of label: Int, _ random: inout SampleNumbers) -> [Double] {
    let isClear = random.next() < 0.93
    let sure = isClear ? 1 - 0.2 * random.next() * random.next() : random.next()
    let rest = (1 - sure) / Double(classNames.count - 1)
    return classNames.indices.map { $0 == label ? sure : rest }
  }

  private var subject: ReportSubject {
    let settings = [
      "epochs": "5", "learning-rate": "5e-05", "batch-size": "8", "seed": "42", "method": "head",
      "pooling": "last",
    ].map { (hostile.map { $0 + " " } ?? "") + $0.key }
    return ReportSubject(
      model: name(model), sha256: String(repeating: "3f9a", count: 16), run: run.map(name),
      command: name(
        "spamtune train --data data/sms.tsv --name tour --epochs 5 --learning-rate 5e-5"),
      reportCommand: name("spamtune report tour --include-text --output report.html"),
      version: "0.6.0", createdAt: "2026-09-01T12:00:00Z", base: name("gpt2"),
      classes: classNames.map(name), positiveClass: hasPositive ? name(classNames[1]) : nil,
      parameters: 124_441_344, temperature: 1.31, threshold: hasPositive ? threshold : nil,
      unsureFrom: hasPositive ? 0.3 : nil,
      decision: hasPositive
        ? name("Chosen for the best F1 on the validation part (120 messages).") : nil,
      settings: Dictionary(uniqueKeysWithValues: settings.map { ($0, name("42")) }))
  }

  private func card(_ labels: [Int]) -> DataCard {
    DataCard(
      name: name(data), path: name(file), sha256: String(repeating: "c0de", count: 16),
      examples: messages,
      classes: classNames.indices.map { index in
        DataCard.ClassCount(name: name(classNames[index]), examples: labels.count { $0 == index })
      },
      tokenQuartiles: [2, 12, 19, 33, 171], truncatedMessages: 1, duplicates: 9, seenInTraining: 2)
  }

  private func thresholds(_ labels: [Int], _ probabilities: [Double]) throws -> [ThresholdPoint] {
    let scores = labels.indices.map { probabilities[$0 * classNames.count + 1] }
    let sweep = try ThresholdSweep(labels: labels, scores: scores)
    let none = ThresholdPoint(
      threshold: 1.01,
      counts: BinaryCounts(
        truePositives: 0, falsePositives: 0, falseNegatives: sweep.positives,
        trueNegatives: sweep.negatives))
    return [none]
      + sweep.thresholds.indices.map { index in
        ThresholdPoint(
          threshold: sweep.thresholds[index],
          counts: BinaryCounts(
            truePositives: sweep.truePositives[index], falsePositives: sweep.falsePositives[index],
            falseNegatives: sweep.positives - sweep.truePositives[index],
            trueNegatives: sweep.negatives - sweep.falsePositives[index]))
      }
  }

  private func learning(_ random: inout SampleNumbers) -> LearningCurves {
    let steps = (0..<650).map { step in
      let loss =
        0.08 + 0.7 * exp(-Double(step) / 90) + 0.25 * (random.next() - 0.3) * random.next()
      return LearningCurves.Step(step: step + 1, loss: max(0.001, loss))
    }
    let losses = [(0.31, 0.29), (0.17, 0.19), (0.11, 0.15), (0.07, 0.14), (0.05, 0.15)]
    let epochs = losses.enumerated().map { index, pair in
      LearningCurves.Epoch(
        epoch: index + 1, step: 130 * (index + 1), trainLoss: pair.0, validationLoss: pair.1,
        trainAccuracy: 1 - pair.0 / 4, validationAccuracy: 1 - pair.1 / 4)
    }
    return LearningCurves(
      steps: steps, epochs: epochs,
      verdict: name("It begins to overfit in epoch 5; the weights kept are those of epoch 4."))
  }
}

/// SplitMix64 as numbers in 0..<1.
struct SampleNumbers {
  var state: UInt64

  mutating func next() -> Double {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return Double((z ^ (z >> 31)) >> 11) / 9_007_199_254_740_992
  }
}
