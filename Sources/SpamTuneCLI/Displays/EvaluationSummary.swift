import Foundation
import Reports
import SpamTuneKit

/// The metrics at the end of a run in words and tables.
enum EvaluationSummary {
  /// A table of all parts, then of the last one its confusion matrix and what its metrics lack.
  static func blocks(_ metrics: TrainingResult.Metrics) -> [String] {
    let parts = [
      ("train", metrics.train), ("validation", metrics.validation), ("test", metrics.test),
    ].compactMap { name, evaluation in evaluation.map { (name: name, evaluation: $0) } }
    var blocks = [EvaluationText.table(parts)]
    if let last = parts.last {
      blocks.append("\(last.name):\n" + EvaluationText.confusion(last.evaluation))
      let remarks = EvaluationText.remarks(last.evaluation)
      if !remarks.isEmpty { blocks.append(remarks.joined(separator: "\n")) }
    }
    return blocks
  }

  /// Seconds, all and by phase, and memory.
  static func expense(_ seconds: [String: Double], peakMemoryBytes: Int64) -> String {
    let phases = PhaseTimer.Phase.allCases.compactMap { phase in
      seconds[phase.rawValue].map { "\(phase.rawValue) \(String(format: "%.1f", $0))" }
    }
    return "\(String(format: "%.1f", seconds["total"] ?? 0)) s "
      + "(\(phases.joined(separator: ", "))), peak memory \(peakMemoryBytes >> 20) MiB"
  }
}
