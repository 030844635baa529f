import Foundation
import Reports
import SpamTuneKit

/// The end of a run in words and tables.
enum TrainingSummary {
  static func text(_ result: TrainingResult) -> String {
    let parts = [
      ("train", result.metrics.train), ("validation", result.metrics.validation),
      ("test", result.metrics.test),
    ].compactMap { name, evaluation in evaluation.map { (name: name, evaluation: $0) } }
    var blocks = [EvaluationText.table(parts)]
    if let last = parts.last {
      blocks.append("\(last.name):\n" + EvaluationText.confusion(last.evaluation))
      let remarks = EvaluationText.remarks(last.evaluation)
      if !remarks.isEmpty { blocks.append(remarks.joined(separator: "\n")) }
    }
    let phases = PhaseTimer.Phase.allCases.compactMap { phase in
      result.seconds[phase.rawValue].map { "\(phase.rawValue) \(String(format: "%.1f", $0))" }
    }
    blocks.append(result.verdict)
    blocks.append(
      "\(String(format: "%.1f", result.seconds["total"] ?? 0)) s "
        + "(\(phases.joined(separator: ", "))), peak memory \(result.peakMemoryBytes >> 20) MiB")
    blocks.append(
      """
      Model: \(result.model)
      Next:  spamtune classify --model \(result.model.shellWord) "your text"
      """)
    return blocks.joined(separator: "\n\n")
  }
}
