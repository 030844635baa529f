import ClassificationMetrics
import Foundation
import Reports
import SpamTuneKit

/// A comparison of methods as text for the terminal or a document.
enum ComparisonText {
  static func text(_ comparison: MethodComparison) -> String {
    blocks(comparison) { $0.text }
  }

  static func markdown(_ comparison: MethodComparison) -> String {
    blocks(comparison) { $0.markdown }
  }

  /// A result in short.
  static func line(_ result: MethodResult, _ metric: Evaluation.Metric) -> String {
    let value = EvaluationText.number(result.metrics[metric].value)
    return "\(metric.rawValue) \(value), \(seconds(result)) s, \(memory(result)) MiB"
  }

  private static func blocks(
    _ comparison: MethodComparison, _ text: (TextTable) -> String
  ) -> String {
    var blocks: [String] = []
    if !comparison.results.isEmpty || !comparison.failures.isEmpty {
      blocks.append(text(results(comparison)))
    }
    for failure in comparison.failures {
      blocks.append("\(failure.method) failed: \(failure.reason)")
    }
    if let best = comparison.results.first, !comparison.differences.isEmpty {
      blocks.append(text(differences(comparison, best: best.method)))
    }
    if let conclusion = comparison.conclusion {
      blocks.append(conclusion)
      blocks.append(explanation(comparison.differences))
    }
    return blocks.joined(separator: "\n\n")
  }

  private static func explanation(_ differences: [MethodDifference]) -> String {
    let correction =
      differences.count == 1 ? "" : ", corrected after Holm for \(differences.count) comparisons"
    var text =
      "p: McNemar's exact test of who errs more often\(correction); below 0.05 counts. Differences: paired "
      + "bootstrap over the test messages."
    let leavesZeroOut = differences.contains { difference in
      guard let low = difference.difference.low, let high = difference.difference.high else {
        return false
      }
      return difference.verdict == .undecided && (low > 0 || high < 0)
    }
    if leavesZeroOut {
      text +=
        " Where an interval leaves 0 out, the metric may well differ, though the errors do not show it."
    }
    return text
  }

  private static func results(_ comparison: MethodComparison) -> TextTable {
    var shown: [(String, Evaluation.Metric)] = [
      ("accuracy (95 %)", .accuracy), ("MCC (95 %)", .mcc), ("ROC-AUC", .rocAUC), ("F1", .f1),
    ]
    if !shown.contains(where: { $0.1 == comparison.metric }) {
      shown.insert((comparison.metric.rawValue, comparison.metric), at: 0)
    }
    var table = TextTable(
      ["method"] + shown.map(\.0) + ["parameters", "seconds", "peak MiB", "saved KiB", "run"],
      .left, .right)
    for result in comparison.results {
      table.append(
        [result.method]
          + shown.map { name, metric in
            name.hasSuffix("(95 %)")
              ? EvaluationText.text(result.metrics[metric])
              : EvaluationText.number(result.metrics[metric].value)
          } + [
            "\(result.trainableParameters)", seconds(result), memory(result),
            result.savedBytes.map { "\(($0 + 1023) / 1024)" } ?? "–", result.run,
          ])
    }
    for failure in comparison.failures {
      table.append(
        [failure.method] + shown.map { _ in "–" } + ["–", "–", "–", "–", "failed"])
    }
    return table
  }

  private static func differences(_ comparison: MethodComparison, best: String) -> TextTable {
    var table = TextTable(
      [
        "against \(best)", "\(comparison.metric.rawValue) (95 %)", "only \(best) right",
        "only it right", "p", "p corrected",
      ], .left, .right)
    for difference in comparison.differences {
      let test = difference.mcNemar
      table.append([
        difference.method, signed(difference.difference), "\(test.onlyFirstCorrect)",
        "\(test.onlySecondCorrect)", probability(test.pValue),
        probability(difference.correctedPValue),
      ])
    }
    return table
  }

  /// A difference with its interval.
  private static func signed(_ estimate: Estimate) -> String {
    func text(_ value: Double) -> String { String(format: "%+.4f", value) }
    guard let value = estimate.value else { return "undefined" }
    guard let low = estimate.low, let high = estimate.high else { return text(value) }
    return "\(text(value)) (\(text(low)) to \(text(high)))"
  }

  private static func probability(_ value: Double) -> String {
    value < 0.0001 ? "< 0.0001" : String(format: "%.4f", value)
  }

  private static func seconds(_ result: MethodResult) -> String {
    String(format: "%.1f", result.seconds)
  }

  private static func memory(_ result: MethodResult) -> String {
    "\(result.peakMemoryBytes >> 20)"
  }
}
