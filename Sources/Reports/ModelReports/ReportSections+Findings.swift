import Audits
import ClassificationMetrics
import Drift
import Foundation
import SpamTuneKit

/// Errors and audits.
extension ReportSections {
  /// Rules that are listed, the best of them.
  private static let ruleLimit = 8

  var slices: ReportSection? {
    guard !report.slices.isEmpty else { return nil }
    let hasPositive = report.slices.contains { $0.positives != nil }
    var table = TextTable(
      ["messages with", "which", "messages"] + (hasPositive ? ["positive"] : []) + [
        "accuracy (95 %)"
      ]
        + (hasPositive ? ["precision (95 %)", "recall (95 %)", "false alarms (95 %)"] : []),
      .left, .left, .right)
    for slice in report.slices {
      let positives = slice.positives.map { "\($0)" } ?? "–"
      let rates = [slice.precision, slice.recall, slice.falsePositiveRate].map(Self.rate)
      table.append(
        [slice.group, slice.name.shortened(to: 40), "\(slice.examples)"]
          + (hasPositive ? [positives] : [])
          + [Self.rate(slice.accuracy)] + (hasPositive ? rates : []))
    }
    return ReportSection(title: "Slices", blocks: [.table(table)])
  }

  var shortcuts: ReportSection? {
    guard let audit = report.shortcuts else { return nil }
    var rules = TextTable(["rule of one feature", "accuracy (95 %)", "MCC"], .left, .right)
    for rule in audit.rules.prefix(Self.ruleLimit) {
      rules.append([
        (rule.isReversed ? "not: " : "") + rule.name, Self.rate(rule.accuracy),
        EvaluationText.number(rule.mcc),
      ])
    }
    rules.append(["the model", Self.rate(audit.accuracy), EvaluationText.number(audit.mcc)])
    var masked = TextTable(
      ["the model with", "changed", "other answers", "accuracy (95 %)", "recall", "false alarms"],
      .left, .right)
    for mask in audit.masked {
      masked.append([
        mask.name, "\(mask.changed)", "\(mask.flipped)", Self.rate(mask.accuracy),
        Self.value(mask.recall), Self.value(mask.falsePositiveRate),
      ])
    }
    return ReportSection(
      title: "Shortcuts",
      blocks: [.table(rules)] + (audit.masked.isEmpty ? [] : [.table(masked)]))
  }

  var disguises: ReportSection? {
    guard let audit = report.obfuscation else { return nil }
    var table = TextTable(["disguise", "changed", "recall (95 %)"], .left, .right)
    table.append(["none", "–", Self.rate(audit.recall)])
    for disguise in audit.disguises {
      table.append([disguise.name, "\(disguise.changed)", Self.rate(disguise.recall)])
    }
    return ReportSection(
      title: "Disguises",
      blocks: [
        .table(table),
        .sentences([
          "\(audit.positives) messages at threshold \(EvaluationText.number(audit.threshold)), with false "
            + "alarms on \(Self.rate(audit.falsePositiveRate)) of the others."
        ]),
      ])
  }

  var errors: ReportSection? {
    guard !report.errors.isEmpty else { return nil }
    let hasTexts = report.errors.contains { $0.text != nil }
    var table = TextTable(
      ["row", "truth", "predicted", "probability", "tokens"] + (hasTexts ? ["spoke for it"] : []),
      .right, .left, .left, .right, .right, .left)
    for error in report.errors {
      table.append(
        [
          "\(error.row)", error.truth, error.predicted, EvaluationText.number(error.probability),
          "\(error.tokenCount)",
        ] + (hasTexts ? [Self.strongest(error.tokens)] : []))
    }
    let wrong = evaluation.examples - evaluation.confusionMatrix.correct
    var blocks: [ReportSection.Block] = [
      .sentences(["\(report.errors.count) of \(wrong) wrong answers, the surest first."]),
      .table(table),
    ]
    let texts = report.errors.compactMap { error in
      error.text.map { "row \(error.row): \($0.inOneLine)" }
    }
    if !texts.isEmpty {
      blocks.append(
        .sentences(["What a token spoke for the answer is gradient × input, in logits."] + texts))
    }
    return ReportSection(title: "Worst errors", blocks: blocks)
  }

  /// The tokens that spoke loudest for an answer.
  private static func strongest(_ tokens: [TokenContribution]) -> String {
    tokens.filter { $0.contribution > 0 }.sorted { $0.contribution > $1.contribution }.prefix(4)
      .compactMap { token in
        token.text.map {
          "“\($0.inOneLine.trimmingCharacters(in: .whitespaces))” "
            + String(format: "%+.2f", token.contribution)
        }
      }.joined(separator: ", ")
  }

  var labelIssues: ReportSection? {
    guard let suspects = report.labelIssues, !suspects.isEmpty else { return nil }
    var table = TextTable(
      ["row", "label", "probability", "rather", "probability"], .right, .left, .right, .left, .right
    )
    for suspect in suspects.prefix(Self.rowLimit) {
      table.append([
        "\(suspect.row)", suspect.label, EvaluationText.number(suspect.probabilityOfLabel),
        suspect.suggested, EvaluationText.number(suspect.probabilityOfSuggested),
      ])
    }
    return ReportSection(
      title: "Labels that may be wrong",
      blocks: [.table(table)] + Self.remainder(of: suspects.count))
  }

  var nearDuplicates: ReportSection? {
    guard let pairs = report.nearDuplicates, !pairs.isEmpty else { return nil }
    var table = TextTable(["row", "training row", "similarity", "same label"], .right)
    for pair in pairs.prefix(Self.rowLimit) {
      table.append([
        "\(pair.row)", "\(pair.trainingRow)", EvaluationText.number(pair.similarity),
        pair.hasSameLabel ? "yes" : "no",
      ])
    }
    return ReportSection(
      title: "Nearly the same as a training message",
      blocks: [.table(table)] + Self.remainder(of: pairs.count))
  }

  var drift: ReportSection? {
    guard let drift = report.drift else { return nil }
    var table = TextTable(
      ["feature", "PSI (95 %)", "KS", "Jensen-Shannon", "change"], .left, .right)
    for feature in drift.features {
      table.append([
        feature.name, EvaluationText.text(feature.psi), EvaluationText.number(feature.ks),
        EvaluationText.number(feature.jensenShannon), feature.verdict.rawValue,
      ])
    }
    return ReportSection(
      title: "Drift",
      blocks: [
        .sentences(
          ["The last check was of \(drift.current.name) against \(drift.reference.name)."]
            + drift.sentences), .table(table),
      ])
  }

  private static func remainder(of count: Int) -> [ReportSection.Block] {
    count > rowLimit ? [.sentences(["\(count - rowLimit) more are in the JSON form."])] : []
  }

  /// "97.1 % (95.0–98.4)"; undefined where it stands on nothing.
  private static func rate(_ estimate: Estimate) -> String {
    guard let value = estimate.value else { return "undefined" }
    let percent = String(format: "%.1f %%", 100 * value)
    guard let low = estimate.low, let high = estimate.high else { return percent }
    return percent + String(format: " (%.1f–%.1f)", 100 * low, 100 * high)
  }

  /// The same without its interval.
  private static func value(_ estimate: Estimate) -> String {
    rate(estimate.withoutInterval)
  }
}
