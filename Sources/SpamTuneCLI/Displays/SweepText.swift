import FineTuning
import Foundation
import Reports
import SpamTuneKit

/// What came of a sweep, in words and tables.
enum SweepText {
  /// - Parameter best: The path of best.toml.
  static func text(_ record: SweepRecord, best: String) -> String {
    var blocks = [table(record)]
    let problems = record.trials.compactMap { trial in
      trial.runs.last?.problem.map { "trial \(trial.number) failed: \($0)" }
    }
    if !problems.isEmpty { blocks.append(problems.joined(separator: "\n")) }
    if !record.isComparable {
      blocks.append(
        "The trials divided the messages differently, so their validation messages are not the same: "
          + "differences between them may be chance.")
    }
    if let number = record.best {
      var lines = ["Best: trial \(number)."]
      if let test = record.test {
        lines.append(
          "On the \(test.messages) test messages, which were not used for choosing: \(record.metric) "
            + "\(EvaluationText.text(test.metric))"
            + (record.metric == .loss ? "" : ", loss \(EvaluationText.number(test.loss))"))
      }
      blocks.append(lines.joined(separator: "\n"))
    }
    blocks.append("Next:  spamtune train --config \(best.shellWord)")
    return blocks.joined(separator: "\n\n")
  }

  /// The end of one trial's run.
  static func outcome(
    _ run: SweepRecord.TrialRun, _ metric: ModelSelection.Criterion
  ) -> String {
    guard let result = run.validation else { return "failed: \(run.problem ?? "unknown")" }
    let parts = [
      "validation \(metric) \(EvaluationText.text(result.metric))",
      metric == .loss ? nil : "loss \(EvaluationText.number(result.loss))",
      run.seconds.map { String(format: "%.1f s", $0) },
    ]
    return parts.compactMap(\.self).joined(separator: ", ")
  }

  /// One row per trial, the best first.
  private static func table(_ record: SweepRecord) -> String {
    var header = ["trial"] + record.trials[0].settings.map(\.name)
    if record.rungs > 1 { header.append("epochs") }
    if record.metric != .loss { header.append("validation \(record.metric) (95 % interval)") }
    header += ["validation loss", "seconds", "run"]
    var table = TextTable(header, .right, .left)
    for place in record.ranking { table.append(row(record.trials[place], of: record)) }
    return table.text
  }

  private static func row(_ trial: SweepRecord.Trial, of record: SweepRecord) -> [String] {
    let run = trial.runs.last
    let result = run?.validation
    var cells = ["\(trial.number)"] + trial.settings.map(\.value)
    if record.rungs > 1 { cells.append(run.map { "\($0.epochs)" } ?? "–") }
    var results = [EvaluationText.number(result?.loss)]
    if record.metric != .loss {
      results.insert(result.map { EvaluationText.text($0.metric) } ?? "–", at: 0)
    }
    if result == nil { results[0] = "failed" }
    let seconds = run?.seconds.map { String(format: "%.1f", $0) }
    return cells + results + [seconds ?? "–", run?.run ?? "–"]
  }
}
