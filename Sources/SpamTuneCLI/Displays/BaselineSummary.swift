import SpamTuneKit

/// The end of the measurement of a simple method in words and tables.
enum BaselineSummary {
  static func text(_ result: BaselineResult) -> String {
    let choice = result.choice.map { "; \($0)" } ?? ""
    let blocks =
      EvaluationSummary.blocks(result.metrics) + [
        "\(result.method.rawValue): \(result.parameters) numbers learned" + choice,
        EvaluationSummary.expense(result.seconds, peakMemoryBytes: result.peakMemoryBytes)
          + "; run \(result.run)",
      ]
    return blocks.joined(separator: "\n\n")
  }
}
