import ClassificationMetrics
import Experiments
import FineTuning
import SpamTuneKit

extension Document {
  /// What came of a sweep: the trials, the best first, and what the best one did on the test messages.
  ///
  /// - Parameter next: A command that trains with the best trial's settings.
  package init(_ record: SweepRecord, next: String) {
    var blocks: [Block] = [.table(Self.trials(record))]
    let problems = record.trials.compactMap { trial in
      trial.runs.last?.problem.map { "trial \(trial.number) failed: \($0)" }
    }
    blocks += problems.map { .paragraph($0) }
    if !record.isComparable {
      blocks.append(
        .paragraph(
          "The trials divided the messages differently, so their validation messages are not the same: "
            + "differences between them may be chance."))
    }
    if let number = record.best {
      blocks.append(.finding("Best: trial \(number)."))
      if let test = record.test {
        blocks.append(
          .paragraph(
            "On the \(NumberFormat.count(test.messages)) test messages, which were not used for choosing: "
              + test.line(by: record.metric)))
      }
    }
    self.init(blocks: blocks + [.facts([Fact("Next:", next, isCode: true)])])
  }

  /// One row per trial, the best first.
  private static func trials(_ record: SweepRecord) -> Table {
    let chosenByLoss = record.metric == .loss
    let columns: [Table.Column] =
      ["trial"] + (record.trials.first?.settings ?? []).map { Table.Column($0.name) }
      + (record.rungs > 1 ? ["epochs"] : [])
      + (chosenByLoss ? [] : [.estimate("validation \(record.metric.title)")])
      + ["validation loss", "seconds", "run"]
    return Table(
      nil, columns,
      record.ranking.map { place in
        let trial = record.trials[place]
        let run = trial.runs.last
        let result = run?.validation
        var results: [Cell] = [.metric(result?.loss)]
        if !chosenByLoss { results.insert(result.map { .metric($0.metric) } ?? .missing, at: 0) }
        if result == nil { results[0] = .text("failed") }
        return [.ordinal(trial.number)] + trial.settings.map { .text($0.value) }
          + (record.rungs > 1 ? [run.map { .count($0.epochs) } ?? .missing] : []) + results
          + [.decimals(run?.seconds, 1), .text(run?.run ?? NumberFormat.missing)]
      })
  }
}

extension SweepRecord.TrialRun {
  /// What it came to, in short.
  package func line(by metric: ModelSelection.Criterion) -> String {
    guard let validation else { return "failed: \(problem ?? "unknown")" }
    return "validation " + validation.line(by: metric)
      + (seconds.map { ", " + NumberFormat.seconds($0) } ?? "")
  }
}

extension SweepRecord.Result {
  /// "MCC 0.9312 (0.9011–0.9556), loss 0.2311".
  package func line(by criterion: ModelSelection.Criterion) -> String {
    "\(criterion.title) \(NumberFormat.text(metric))"
      + (criterion == .loss ? "" : ", loss \(NumberFormat.metric(loss))")
  }
}

extension ModelSelection.Criterion {
  /// The name in tables.
  var title: String { Evaluation.Metric.title(ofRecorded: "\(self)") }
}
