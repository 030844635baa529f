import ClassificationMetrics
import Drift
import Foundation
import RunDatabase

/// Comparisons of what a model sees now with what it was measured on, for terminals and Markdown.
public enum DriftText {
  /// The verdict, a table of what was compared, what the model's own probabilities say, and the rest of the
  /// words.
  ///
  /// - Parameter earlier: Comparisons of the same model before this one, the newest first.
  public static func text(_ report: DriftReport, earlier: [DriftRecord] = []) -> String {
    let sentences = report.sentences.map(\.inOneLine)
    var blocks = sentences.prefix(1) + [features(report).text]
    if let quality = quality(report) { blocks.append(quality.text) }
    blocks.append(sentences.dropFirst().joined(separator: "\n"))
    if let history = history(earlier) {
      blocks.append("Earlier comparisons of this model:\n\n" + history.text)
    }
    return blocks.joined(separator: "\n\n")
  }

  /// The same as Markdown, without a heading.
  public static func markdown(_ report: DriftReport, earlier: [DriftRecord] = []) -> String {
    var blocks = report.sentences.prefix(1).map { "**\($0.inMarkdown)**" }
    blocks.append(features(report).mapped(\.inMarkdown).markdown)
    if let quality = quality(report) { blocks.append(quality.mapped(\.inMarkdown).markdown) }
    blocks.append(report.sentences.dropFirst().map { "- " + $0.inMarkdown }.joined(separator: "\n"))
    if let history = history(earlier) {
      blocks.append(
        "Earlier comparisons of this model:\n\n" + history.mapped(\.inMarkdown).markdown)
    }
    return blocks.joined(separator: "\n\n")
  }

  private static func features(_ report: DriftReport) -> TextTable {
    var table = TextTable(
      [
        "feature", "verdict", "mean before", "mean now", "PSI (95 %)", "by chance", "KS", "p of KS",
        "JS distance",
      ], .left, .left, .right)
    for feature in report.features {
      // Of categories in the same unit, without an interval.
      let index = feature.psi.value == nil ? Estimate(recorded: feature.difference) : feature.psi
      table.append([
        feature.name, feature.verdict.rawValue, number(feature.referenceMean),
        number(feature.currentMean), EvaluationText.text(index),
        EvaluationText.number(feature.chance), EvaluationText.number(feature.ks),
        pValue(feature.ksPValue), EvaluationText.number(feature.jensenShannon),
      ])
    }
    return table
  }

  /// Nil where the model has no positive class of two.
  private static func quality(_ report: DriftReport) -> TextTable? {
    guard let before = report.estimatedReference, let now = report.estimatedCurrent else {
      return nil
    }
    var table = TextTable(["estimated without labels", "before", "now"], .left, .right)
    for (name, estimate) in [
      ("accuracy", \DriftReport.EstimatedQuality.accuracy), ("precision", \.precision),
      ("recall", \.recall),
    ] {
      table.append([
        name, EvaluationText.text(before[keyPath: estimate]),
        EvaluationText.text(now[keyPath: estimate]),
      ])
    }
    return table
  }

  /// Nil where there are none.
  private static func history(_ earlier: [DriftRecord]) -> TextTable? {
    guard !earlier.isEmpty else { return nil }
    var table = TextTable(
      ["when (UTC)", "verdict", "ROC-AUC of sides", "PSI of score", "messages", "current"], .left,
      .left, .right, .right, .right, .left)
    for check in earlier {
      let auc = check.metrics.first { $0.name == "domain_auc" }
      table.append([
        String(check.createdAt.ISO8601Format().prefix(16)).replacing("T", with: " "),
        check.verdict.rawValue,
        EvaluationText.text(Estimate(recorded: auc?.value, low: auc?.low, high: auc?.high)),
        EvaluationText.number(check.features.first { $0.name == "score" }?.psi),
        "\(check.current.examples)", check.current.name,
      ])
    }
    return table
  }

  private static func number(_ value: Double?) -> String {
    guard let value else { return "–" }
    return String(format: abs(value) >= 10 ? "%.1f" : "%.3f", value)
  }

  private static func pValue(_ value: Double?) -> String {
    guard let value else { return "–" }
    return value < 0.0001 ? "< 0.0001" : String(format: "%.4f", value)
  }
}
