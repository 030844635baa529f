import Audits
import ClassificationMetrics
import Drift
import Foundation
import SpamTuneKit

/// A report of made-up messages from a seeded generator: real metrics of invented scores, and audits
/// that nobody has carried out. Reports have no public initialiser, so it comes about as JSON, the form
/// in which they are kept.
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
    let labels = (0..<messages).map { $0 % classNames.count == 1 && $0 % 15 < 4 ? 1 : 0 }
    let trueLabels = classNames.count == 2 ? labels : (0..<messages).map { $0 % classNames.count }
    let probabilities = trueLabels.flatMap { row(of: $0, &random) }
    let evaluation = try Evaluation(
      labels: trueLabels, probabilities: probabilities, classNames: classNames.map(name),
      positiveClass: hasPositive ? 1 : nil, threshold: threshold, seed: 3, resamples: 40)
    let confidence = stride(from: 0, to: probabilities.count, by: classNames.count).map { start in
      let row = probabilities[start..<start + classNames.count]
      let best = row.indices.max { row[$0] < row[$1] } ?? start
      return (row[best], best - start)
    }
    let calibration = try Calibration(
      confidences: confidence.map(\.0), outcomes: zip(confidence, trueLabels).map { $0.1 == $1 })
    var values: [String: Any] = [
      "subject": subject, "data": try card(trueLabels), "verdict": verdict.map(name),
      "evaluation": try json(evaluation), "reliability": try json(calibration.bins),
      "thresholds": hasPositive ? try thresholds(trueLabels, probabilities) : [],
      "slices": hasAudits ? try slices(&random) : [],
      "errors": errors(evaluation, &random),
    ]
    if hasAudits {
      values["label_suspects"] = try suspects()
      values["near_duplicates"] = try duplicates()
    }
    if hasLearning { values["learning"] = learning(&random) }
    if hasAudits, hasPositive {
      values["shortcuts"] = try json(shortcuts(evaluation))
      values["obfuscation"] = try json(obfuscation(evaluation))
    }
    if hasDrift { values["drift"] = try json(drift) }
    let bytes = try JSONSerialization.data(withJSONObject: values)
    return try JSONDecoder().decode(ModelReport.self, from: bytes)
  }

  func name(_ text: String) -> String { hostile ?? text }

  private func json(_ value: some Encodable) throws -> Any {
    try JSONSerialization.jsonObject(with: JSONEncoder().encode(value), options: .fragmentsAllowed)
  }

  private func row(of label: Int, _ random: inout SampleNumbers) -> [Double] {
    let isClear = random.next() < 0.93
    let sure = isClear ? 1 - 0.2 * random.next() * random.next() : random.next()
    let rest = (1 - sure) / Double(classNames.count - 1)
    return classNames.indices.map { $0 == label ? sure : rest }
  }

  private var subject: [String: Any] {
    var values: [String: Any] = [
      "model": name(model), "sha256": String(repeating: "3f9a", count: 16),
      "command": name(
        "spamtune train --data data/sms.tsv --name tour --epochs 5 --learning-rate 5e-5"),
      "report_command": name("spamtune report tour --include-text --output report.html"),
      "version": "0.6.0", "created_at": "2026-09-01T12:00:00Z", "base": name("gpt2"),
      "classes": classNames.map(name), "parameters": 124_441_344, "temperature": 1.31,
      "settings": Dictionary(
        uniqueKeysWithValues: [
          "epochs": "5", "learning-rate": "5e-05", "batch-size": "8", "seed": "42",
          "method": "head",
          "pooling": "last",
        ].map { (name($0.key) + (hostile == nil ? "" : $0.key), name($0.value)) }),
    ]
    values["run"] = run.map(name)
    if hasPositive {
      values["positive_class"] = name("spam")
      values["threshold"] = threshold
      values["unsure_from"] = 0.3
      values["decision"] = name("Chosen for the best F1 on the validation part (120 messages).")
    }
    return values
  }

  private func card(_ labels: [Int]) throws -> [String: Any] {
    [
      "name": name(data), "path": name(file), "sha256": String(repeating: "c0de", count: 16),
      "examples": messages, "token_quartiles": [2, 12, 19, 33, 171], "skipped_rows": 0,
      "truncated_messages": 1, "duplicates": 9, "trained_on": false, "seen_in_training": 3,
      "classes": classNames.indices.map { index in
        ["name": name(classNames[index]), "examples": labels.count { $0 == index }] as [String: Any]
      },
    ]
  }

  private func thresholds(_ labels: [Int], _ probabilities: [Double]) throws -> [Any] {
    let scores = labels.indices.map { probabilities[$0 * classNames.count + 1] }
    let sweep = try ThresholdSweep(labels: labels, scores: scores)
    return sweep.thresholds.indices.map { index in
      [
        "threshold": sweep.thresholds[index], "tp": sweep.truePositives[index],
        "fp": sweep.falsePositives[index], "fn": sweep.positives - sweep.truePositives[index],
        "tn": sweep.negatives - sweep.falsePositives[index],
      ] as [String: Any]
    }
  }

  private func learning(_ random: inout SampleNumbers) -> [String: Any] {
    let steps = (0..<650).map { step -> [String: Any] in
      let loss = 0.08 + 0.7 * exp(-Double(step) / 90) + 0.25 * (random.next() - 0.3) * random.next()
      return ["step": step + 1, "loss": max(0.001, loss)]
    }
    let losses = [(0.31, 0.29), (0.17, 0.19), (0.11, 0.15), (0.07, 0.14), (0.05, 0.15)]
    let epochs = losses.enumerated().map { index, pair -> [String: Any] in
      [
        "epoch": index + 1, "step": 130 * (index + 1), "train_loss": pair.0,
        "validation_loss": pair.1,
        "train_accuracy": 1 - pair.0 / 4, "validation_accuracy": 1 - pair.1 / 4,
      ]
    }
    return [
      "steps": steps, "epochs": epochs,
      "verdict": name("It begins to overfit in epoch 5; the weights kept are those of epoch 4."),
    ]
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
