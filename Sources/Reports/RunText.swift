import Foundation
import RunDatabase

/// Runs as text for the terminal.
public enum RunText {
  /// One row per run.
  ///
  /// - Parameter testAccuracy: Accuracy on the test part, 0 to 1, by run: of the finished model, or the
  ///   mean of a cross-validation.
  public static func list(_ runs: [Run], testAccuracy: [Run.ID: Double]) -> String {
    var table = TextTable(
      ["run", "kind", "status", "created (UTC)", "trainable", "data", "test accuracy"], .left)
    for run in runs {
      table.append([
        run.name, run.facts.kind, run.status.rawValue, day(run.createdAt), trainable(run),
        run.facts.data.map { name(of: $0.path) } ?? "–",
        EvaluationText.number(testAccuracy[run.id]),
      ])
    }
    return table.text
  }

  /// Everything about one run, a fact per line.
  ///
  /// - Parameter evaluations: In the order in which they were made.
  public static func details(
    _ run: Run, epochs: [EpochRecord], checkpoints: [CheckpointRecord],
    evaluations: [StoredEvaluation]
  ) -> String {
    var facts: [(String, String)] = [
      ("run", run.name), ("kind", run.facts.kind),
      ("status", run.status.rawValue + (run.message.map { ": \($0)" } ?? "")),
      ("folder", run.folder), ("created (UTC)", day(run.createdAt)),
      ("command", run.facts.commandLine),
      ("base", run.facts.base.map { "\($0.path) (SHA-256 \($0.sha256))" } ?? "–"),
      ("data", run.facts.data.map { "\($0.path) (SHA-256 \($0.sha256))" } ?? "–"),
      ("classes", run.facts.classes.joined(separator: ", ")),
      ("positive class", run.facts.positiveClass ?? "–"), ("seed", "\(run.facts.seed)"),
    ]
    if let split = run.facts.split {
      facts.append(
        (
          "split",
          "\(split.trainExamples) train, \(split.validationExamples) validation, "
            + "\(split.testExamples) test (digest \(split.sha256))"
        ))
    }
    if !run.seconds.isEmpty {
      let phases = run.seconds.sorted { $0.value > $1.value }
      facts.append(
        (
          "seconds",
          phases.map { "\($0.key) \(String(format: "%.1f", $0.value))" }.joined(separator: ", ")
        ))
    }
    if let bytes = run.peakMemoryBytes { facts.append(("peak memory", "\(bytes >> 20) MiB")) }
    if !checkpoints.isEmpty {
      facts.append(("checkpoints", checkpoints.map { "step \($0.step)" }.joined(separator: ", ")))
    }
    facts.append(("settings", settings(run)))
    let width = facts.map(\.0.count).max() ?? 0
    var text = facts.map { name, value in
      name + String(repeating: " ", count: width - name.count + 2) + value
    }.joined(separator: "\n")
    if !epochs.isEmpty {
      var table = TextTable(["epoch", "step", "messages", "mean loss", "seconds"], .right)
      for epoch in epochs {
        table.append([
          "\(epoch.epoch)", "\(epoch.step)", "\(epoch.examples)",
          String(format: "%.4f", epoch.loss), String(format: "%.1f", epoch.seconds),
        ])
      }
      text += "\n\n" + table.text
    }
    let results = results(evaluations, run)
    if !results.isEmpty { text += "\n\n" + table(of: results) }
    return text
  }

  /// Of an evaluation's metrics those that a table has room for.
  static let metrics = ["accuracy", "precision", "recall", "f1", "mcc", "roc_auc"]

  /// What a run came to, with the names of the rows.
  private static func results(
    _ evaluations: [StoredEvaluation], _ run: Run
  ) -> [(name: String, record: EvaluationRecord)] {
    let records = evaluations.map(\.record)
    guard run.facts.kind == "cross-validate" else {
      // Those on the way are a row of the epochs.
      return records.filter { $0.step == nil }.map { ($0.part.rawValue, $0) }
    }
    // Rounds are recorded as they end; the one without a number holds the means.
    return records.sorted { $0.step ?? .max < $1.step ?? .max }.map { record in
      (record.step.map { "\(record.part.rawValue), round \($0)" } ?? "mean", record)
    }
  }

  private static func table(of results: [(name: String, record: EvaluationRecord)]) -> String {
    var table = TextTable(["part", "messages"] + metrics, .left, .right)
    for (name, record) in results {
      table.append(
        [name, "\(record.examples)"]
          + metrics.map { name in
            EvaluationText.number(record.metrics.first { $0.name == name }?.value)
          })
    }
    return table.text
  }

  /// The options as one line, those without a value left out.
  private static func settings(_ run: Run) -> String {
    run.facts.namedSettings.sorted { $0.key < $1.key }.compactMap {
      name, value in
      value.text.map { "\(name) \($0)" }
    }.joined(separator: ", ")
  }

  /// What learns; of a simple method, which is no part of a model, its name.
  private static func trainable(_ run: Run) -> String {
    let setting = run.facts.kind == "baseline" ? "method" : "trainable"
    guard case .text(let part) = run.facts.settings[setting] else { return "–" }
    return part
  }

  private static func name(of path: String) -> String {
    URL(fileURLWithPath: path).lastPathComponent
  }

  private static func day(_ date: Date) -> String {
    date.formatted(
      .iso8601.year().month().day().dateTimeSeparator(.space).time(
        includingFractionalSeconds: false))
  }
}
