import SpamTuneKit

/// The end of a run in words and tables.
enum TrainingSummary {
  static func text(_ result: TrainingResult) -> String {
    let blocks =
      EvaluationSummary.blocks(result.metrics) + [
        result.verdict,
        EvaluationSummary.expense(result.seconds, peakMemoryBytes: result.peakMemoryBytes),
        """
        Model: \(result.model)
        Next:  spamtune classify --model \(result.model.shellWord) "your text"
        """,
      ]
    return blocks.joined(separator: "\n\n")
  }
}
