import ClassificationMetrics
import Experiments
import SpamTuneKit

extension Document {
  /// A comparison of methods: what each came to, how the others differ from the best, and what that proves.
  package init(_ comparison: MethodComparison) {
    var blocks: [Block] = []
    if !comparison.results.isEmpty || !comparison.failures.isEmpty {
      blocks.append(.table(Self.results(comparison)))
    }
    blocks += comparison.failures.map { .paragraph("\($0.method) failed: \($0.reason)") }
    if let best = comparison.results.first, !comparison.differences.isEmpty {
      blocks.append(.table(Self.differences(comparison, best: best.method)))
    }
    if let conclusion = comparison.conclusion {
      blocks += [.finding(conclusion), .paragraph(Self.explanation(comparison.differences))]
    }
    self.init(blocks: blocks)
  }

  private static func results(_ comparison: MethodComparison) -> Table {
    let withIntervals: [Evaluation.Metric] = [.accuracy, .mcc]
    let others: [Evaluation.Metric] = [.rocAUC, .f1].filter { $0 != comparison.metric }
    let first = withIntervals.contains(comparison.metric) ? [] : [comparison.metric]
    let columns =
      first.map { Table.Column($0.title) } + withIntervals.map { .estimate($0.title) }
      + others.map { Table.Column($0.title) }
    let rows = comparison.results.map { result -> [Cell] in
      [.name(result.method)] + first.map { .metric(result.metrics[$0].value) }
        + withIntervals.map { .metric(result.metrics[$0]) }
        + others.map { .metric(result.metrics[$0].value) }
        + [
          .count(result.trainableParameters), .decimals(result.seconds, 1),
          .count(Int(result.peakMemoryBytes >> 20)),
          result.savedBytes.map { .count(Int(($0 + 1023) / 1024)) } ?? .missing,
          .text(result.run),
        ]
    }
    let failures = comparison.failures.map { failure -> [Cell] in
      [.name(failure.method)] + columns.map { _ in .missing }
        + [.missing, .missing, .missing, .missing, .text("failed")]
    }
    return Table(
      nil,
      ["method"] + columns
        + ["trainable parameters", "seconds", "peak MiB", "saved KiB", "run"], rows + failures)
  }

  private static func differences(_ comparison: MethodComparison, best: String) -> Table {
    Table(
      nil,
      [
        Table.Column("against \(best)"), .estimate(comparison.metric.title),
        Table.Column("only \(best) right"), "only it right", "p", "p corrected",
      ],
      comparison.differences.map { difference in
        let test = difference.mcNemar
        return [
          .name(difference.method), .estimate(difference.difference, .difference),
          .count(test.onlyFirstCorrect), .count(test.onlySecondCorrect), .pValue(test.pValue),
          .pValue(difference.correctedPValue),
        ]
      })
  }

  private static func explanation(_ differences: [MethodDifference]) -> String {
    let correction =
      differences.count == 1 ? "" : ", corrected after Holm for \(differences.count) comparisons"
    let leavesZeroOut = differences.contains { difference in
      guard let low = difference.difference.low, let high = difference.difference.high else {
        return false
      }
      return difference.verdict == .undecided && (low > 0 || high < 0)
    }
    return
      "p: McNemar's exact test of who errs more often\(correction); below 0.05 counts. Differences: paired "
      + "bootstrap over the test messages."
      + (leavesZeroOut
        ? " Where an interval leaves 0 out, the metric may well differ, though the errors do not show it."
        : "")
  }
}

extension MethodResult {
  /// What it came to, in short.
  package func line(by metric: Evaluation.Metric) -> String {
    "\(metric.title) \(NumberFormat.metric(metrics[metric].value)), \(NumberFormat.seconds(seconds)), "
      + NumberFormat.mebibytes(peakMemoryBytes)
  }
}
