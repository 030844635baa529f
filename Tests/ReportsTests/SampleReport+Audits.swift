import Audits
import ClassificationMetrics
import Drift
import Foundation
import SpamTuneKit

@testable import Reports

extension SampleReport {
  func slices(_ random: inout SampleNumbers) -> [Slice] {
    let groups = [
      (
        "length",
        ["0 to 49 characters", "50 to 99 characters", "100 to 159 characters", "160 and more"]
      ),
      ("links", ["with", "without"]), ("digits", ["five or more in a row", "fewer"]),
      ("currency", ["with", "without"]), ("script", ["Latin", "mixed"]),
    ]
    return groups.flatMap { group, names in
      names.enumerated().map { index, slice -> Slice in
        let count = 150 - 40 * index
        let positives = group == "script" && index == 1 ? 0 : 30 - 8 * index
        let wrong = Int(random.next() * 5)
        return Slice(
          group: name(group), name: hostile.map { $0 + slice } ?? slice, examples: count,
          positives: hasPositive ? positives : nil, accuracy: .proportion(count - wrong, of: count),
          precision: .proportion(
            max(0, positives - 1), of: positives, undefinedReason: name("no message is called spam")
          ),
          recall: .proportion(
            max(0, positives - wrong), of: positives, undefinedReason: name("no message is spam")),
          falsePositiveRate: .proportion(wrong, of: count - positives))
      }
    }
  }

  var suspects: [LabelIssue] {
    [(48, 0.011), (171, 0.034), (233, 0.09)].map { row, probability in
      LabelIssue(
        row: row, label: name("ham"), suggested: name("spam"), probabilityOfLabel: probability,
        probabilityOfSuggested: 1 - probability)
    }
  }

  var duplicates: [NearDuplicate] {
    [(12, 4_001, 1.0, true), (77, 310, 0.93, true), (140, 2_208, 0.87, false)].map {
      NearDuplicate(row: $0.0, trainingRow: $0.1, similarity: $0.2, hasSameLabel: $0.3)
    }
  }

  func shortcuts(_ evaluation: Evaluation) -> ShortcutAudit {
    let rules = [
      ("5 or more digits in a row", 287, 0.83), ("a link", 271, 0.55),
      ("a currency sign", 268, 0.5),
    ]
    return ShortcutAudit(
      rules: rules.map {
        ShortcutAudit.Rule(
          name: name($0.0), isReversed: false, accuracy: .proportion($0.1, of: 300), mcc: $0.2)
      }, accuracy: evaluation.accuracy, mcc: evaluation.mcc.value ?? 0,
      masked: [("digits as 0", 120, 2), ("links removed", 31, 1), ("digits removed", 120, 9)].map {
        ShortcutAudit.Masked(
          name: name($0.0), changed: $0.1, flipped: $0.2,
          accuracy: .proportion(290 - $0.2, of: 300),
          recall: .proportion(37 - $0.2, of: 40), falsePositiveRate: .proportion(3, of: 260))
      })
  }

  func obfuscation(_ evaluation: Evaluation) -> ObfuscationAudit {
    let disguises = [
      ("homoglyphs", 29), ("zero-width characters", 24), ("leetspeak", 33), ("spaced letters", 18),
      ("good words", 35),
    ]
    return ObfuscationAudit(
      falsePositiveRate: .proportion(1, of: 260), threshold: 0.81, positives: 40,
      recall: .proportion(37, of: 40),
      disguises: disguises.map {
        ObfuscationAudit.Disguise(name: name($0.0), changed: 40, recall: .proportion($0.1, of: 40))
      })
  }

  var drift: DriftReport {
    func feature(_ text: String, _ psi: Double, _ ks: Double?, _ verdict: DriftReport.Verdict)
      -> DriftReport.Feature
    {
      DriftReport.Feature(
        name: name(text), psi: Estimate(value: psi, low: psi * 0.7, high: psi * 1.4), ks: ks,
        ksPValue: ks.map { exp(-80 * $0 * $0) }, jensenShannon: psi / 2, verdict: verdict,
        difference: psi, chance: 0.04, pValue: verdict == .none ? 0.7 : 0.004, referenceMean: 61.2,
        currentMean: 80.1 * (1 + psi))
    }
    let quality = DriftReport.EstimatedQuality(
      accuracy: Estimate(value: 0.97, low: 0.95, high: 0.98),
      precision: Estimate(value: 0.93, low: 0.88, high: 0.97),
      recall: Estimate(value: 0.9, low: 0.84, high: 0.95))
    return DriftReport(
      reference: .init(name: name("test part of run tour"), examples: 300),
      current: .init(name: name("data/september.tsv"), examples: 812),
      features: [
        feature("score", 0.06, 0.05, .none), feature("length", 0.31, 0.19, .large),
        feature("tokens", 0.14, 0.11, .moderate), feature("script", 0.02, nil, .none),
      ], domainAUC: Estimate(value: 0.64, low: 0.6, high: 0.68), estimatedReference: quality,
      estimatedCurrent: quality, verdict: .moderate,
      sentences: [
        name("Messages have become longer; scores are much the same."),
        name("A change of what counts as spam would not show here: there are no labels."),
      ])
  }

  /// Invented messages, in which the digits and the capitals speak for spam.
  func errors(_ evaluation: Evaluation, _ random: inout SampleNumbers) -> [ReportedError] {
    let texts = [
      "Your parcel 48213 is waiting: pay £1.99 at the depot before noon",
      "Running late, call me on 07700 900123 when you get there ☕️",
      "WIN a holiday for two! Reply YES to 80085, ends Friday",
    ]
    let wrong = evaluation.examples - evaluation.confusionMatrix.correct
    return (0..<min(wrong, errorCount)).map { index in
      let text = (hostile ?? "") + texts[index % texts.count]
      let tokens = tokens(of: text, &random)
      return ReportedError(
        row: 11 + 19 * index, truth: name(index % 3 == 1 ? "ham" : "spam"),
        predicted: name(index % 3 == 1 ? "spam" : "ham"), probability: 0.993 - 0.03 * Double(index),
        tokenCount: tokens.count, tokens: index % 5 == 4 ? [] : tokens, text: hasTexts ? text : nil)
    }
  }

  /// Four bytes to a token, whether they are whole characters or not.
  private func tokens(of text: String, _ random: inout SampleNumbers) -> [TokenContribution] {
    let bytes = Array(text.utf8)
    return stride(from: 0, to: bytes.count, by: 4).map { start in
      let end = min(bytes.count, start + 4)
      return TokenContribution(
        start: start, end: end,
        text: hasTexts ? String(decoding: bytes[start..<end], as: UTF8.self) : nil,
        contribution: 2.4 * (random.next() - 0.4) * random.next())
    }
  }
}
