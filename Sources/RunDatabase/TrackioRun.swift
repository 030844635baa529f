internal import Foundation
internal import GRDB

/// A run as Trackio keeps it.
struct TrackioRun {
  private let run: Run
  private let steps: [StepRecord]
  private let evaluations: [EvaluationRecord]

  init(_ run: Run, of database: RunDatabase) throws {
    self.run = run
    steps = try database.steps(of: run.id)
    evaluations = try database.evaluations(of: run.id).map(\.record)
  }

  /// Steps have no times of their own; they get the run's beginning.
  func insert(into database: Database) throws {
    let begin = Timestamp.text(run.createdAt)
    for step in steps {
      var values: [String: SettingValue] = [
        "train/loss": number(step.loss), "train/learning_rate": number(step.learningRate),
        "epoch": .integer(Int64(step.epoch)),
      ]
      if let norm = step.gradientNorm { values["train/gradient_norm"] = number(norm) }
      try log(values, step: step.step, at: begin, in: database)
    }
    let last = steps.last?.step ?? evaluations.compactMap(\.step).max() ?? 0
    for evaluation in evaluations {
      try log(
        values(of: evaluation), step: evaluation.step ?? last,
        at: Timestamp.text(evaluation.createdAt), in: database)
    }
    if steps.isEmpty, evaluations.isEmpty {
      // A run without a row is none to Trackio.
      try log([:], step: 0, at: begin, in: database)
    }
    try database.execute(
      sql: "INSERT INTO configs (run_id, run_name, config, created_at) VALUES (?, ?, ?, ?)",
      arguments: [run.name, run.name, try JSONText.encode(configuration), begin])
    if run.status == .failed {
      try database.execute(
        sql: """
          INSERT INTO alerts (run_id, timestamp, run_name, title, text, level, step) \
          VALUES (?, ?, ?, 'The run failed.', ?, 'error', ?)
          """,
        arguments: [
          run.name, Timestamp.text(run.finishedAt ?? run.createdAt), run.name, run.message, last,
        ])
    }
  }

  private func log(
    _ values: [String: SettingValue], step: Int, at time: String, in database: Database
  ) throws {
    try database.cachedStatement(
      sql: """
        INSERT INTO metrics (run_id, timestamp, run_name, step, metrics) VALUES (?, ?, ?, ?, ?)
        """
    ).execute(arguments: [run.name, time, run.name, step, try JSONText.encode(values)])
  }

  /// Metrics under "PART/NAME". Those of the finished model, and the means of a cross-validation, are
  /// "final/PART/NAME".
  private func values(of evaluation: EvaluationRecord) -> [String: SettingValue] {
    let stem = (evaluation.step == nil ? "final/" : "") + evaluation.part.rawValue + "/"
    var values = [stem + "loss": number(evaluation.loss)]
    for metric in evaluation.metrics { values[stem + metric.name] = metric.value.map(number) }
    return values
  }

  /// The settings and the facts about the run. Names that begin with "_" are Trackio's.
  private var configuration: [String: SettingValue] {
    let facts = run.facts
    var values = facts.namedSettings
    values["kind"] = .text(facts.kind)
    values["status"] = .text(run.status.rawValue)
    values["base"] = facts.base.map { .text($0.path) }
    values["data"] = facts.data.map { .text($0.path) }
    values["data_sha256"] = facts.data.map { .text($0.sha256) }
    values["split_sha256"] = facts.split.map { .text($0.sha256) }
    values["seed"] = Int64(exactly: facts.seed).map { .integer($0) } ?? .text("\(facts.seed)")
    values["program_version"] = .text(facts.programVersion)
    values["command_line"] = .text(facts.commandLine)
    values["folder"] = .text(run.folder)
    values["_Created"] = .text(Timestamp.text(run.createdAt))
    values["_Username"] = .null
    values["_Group"] = .null
    return values
  }

  /// Trackio's words for what JSON cannot say.
  private func number(_ value: Double) -> SettingValue {
    if value.isNaN { return .text("NaN") }
    return value.isInfinite ? .text(value > 0 ? "Infinity" : "-Infinity") : .number(value)
  }
}
