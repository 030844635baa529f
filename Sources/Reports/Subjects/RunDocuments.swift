import ClassificationMetrics
import Foundation
import RunDatabase

/// Recorded runs: a list of them, and everything about one.
extension Document {
  /// One row per run.
  ///
  /// - Parameter testAccuracy: Accuracy on the test part, 0 to 1, by run: of the finished model, or the
  ///   mean of a cross-validation.
  package init(_ runs: [Run], testAccuracy: [Run.ID: Double]) {
    self.init(blocks: [
      .table(
        Table(
          nil,
          [
            "run", "kind", "status", Table.Column("created", note: "UTC"), "trainable", "data",
            "test accuracy",
          ],
          runs.map { run in
            [
              .name(run.name), .text(run.facts.kind), .text(run.status.rawValue),
              .text(Moments.second(run.createdAt)), .text(Self.trainable(run)),
              .text(run.facts.data.map { Self.name(of: $0.path) } ?? NumberFormat.missing),
              .metric(testAccuracy[run.id]),
            ]
          }))
    ])
  }

  /// Everything about one run.
  ///
  /// - Parameter evaluations: In the order in which they were made.
  package init(
    _ run: Run, epochs: [EpochRecord], checkpoints: [CheckpointRecord],
    evaluations: [StoredEvaluation]
  ) {
    var blocks: [Block] = [.facts(Self.facts(run, checkpoints))]
    if !epochs.isEmpty {
      blocks.append(
        .table(
          Table(
            nil, ["epoch", "step", "messages", "mean loss", "seconds"],
            epochs.map { epoch in
              [
                .count(epoch.epoch), .count(epoch.step), .count(epoch.examples),
                .metric(epoch.loss), .decimals(epoch.seconds, 1),
              ]
            })))
    }
    let results = Self.results(evaluations, run)
    if !results.isEmpty {
      blocks.append(
        .table(
          Table(
            nil,
            ["part", "messages"]
              + Self.metrics.map { Table.Column(Evaluation.Metric.title(ofRecorded: $0)) },
            results.map { name, record in
              [.name(name), .count(record.examples)]
                + Self.metrics.map { name in
                  .metric(record.metrics.first { $0.name == name }?.value)
                }
            })))
    }
    self.init(blocks: blocks)
  }

  /// Of an evaluation's metrics those that a table has room for, as the database names them.
  static let metrics = ["accuracy", "precision", "recall", "f1", "mcc", "roc_auc"]

  private static func facts(_ run: Run, _ checkpoints: [CheckpointRecord]) -> [Fact] {
    func file(_ reference: FileReference?) -> String {
      reference.map { "\($0.path) (SHA-256 \($0.sha256))" } ?? NumberFormat.missing
    }
    var facts = [
      Fact("run", run.name), Fact("kind", run.facts.kind),
      Fact("status", run.status.rawValue + (run.message.map { ": \($0)" } ?? "")),
      Fact("folder", run.folder, isCode: true),
      Fact("created (UTC)", Moments.second(run.createdAt)),
      Fact("command", run.facts.commandLine, isCode: true),
      Fact("base", file(run.facts.base), isCode: true),
      Fact("data", file(run.facts.data), isCode: true),
      Fact("classes", run.facts.classes.joined(separator: ", ")),
      Fact("positive class", run.facts.positiveClass ?? NumberFormat.missing),
      Fact("seed", "\(run.facts.seed)"),
    ]
    if let split = run.facts.split {
      facts.append(
        Fact(
          "split",
          "\(NumberFormat.count(split.trainExamples)) train, "
            + "\(NumberFormat.count(split.validationExamples)) validation, "
            + "\(NumberFormat.count(split.testExamples)) test (digest \(split.sha256))"))
    }
    if !run.seconds.isEmpty {
      let phases = run.seconds.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
      facts.append(
        Fact(
          "seconds",
          phases.map { "\($0.key) \(NumberFormat.decimals($0.value, 1))" }.joined(separator: ", ")))
    }
    if let bytes = run.peakMemoryBytes {
      facts.append(Fact("peak memory", NumberFormat.mebibytes(bytes)))
    }
    if !checkpoints.isEmpty {
      facts.append(
        Fact("checkpoints", checkpoints.map { "step \($0.step)" }.joined(separator: ", ")))
    }
    let settings = run.facts.namedSettings.sorted { $0.key < $1.key }.compactMap { name, value in
      value.text.map { "\(name) \($0)" }
    }
    return facts + [Fact("settings", settings.joined(separator: ", "))]
  }

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

  /// What learns; of a simple method, which is no part of a model, its name.
  private static func trainable(_ run: Run) -> String {
    let setting = run.facts.kind == "baseline" ? "method" : "trainable"
    guard case .text(let part) = run.facts.settings[setting] else { return NumberFormat.missing }
    return part
  }

  private static func name(of path: String) -> String {
    URL(fileURLWithPath: path).lastPathComponent
  }
}
