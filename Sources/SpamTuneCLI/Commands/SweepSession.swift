import FineTuning
import Foundation
import Reports
import SpamTuneKit

/// Runs what is left of a sweep, a trial after the other, each in a process of its own.
struct SweepSession {
  private let folder: SweepFolder
  private let options: TrialOptions
  private let threads: Int?

  init(_ folder: SweepFolder, _ options: TrialOptions, threads: Int?) {
    self.folder = folder
    self.options = options
    self.threads = threads
  }

  /// - Returns: Whether all is done; false when the user asked to stop.
  func run() throws -> Bool {
    let record = folder.record
    note(
      "sweep \(record.name) in \(folder.path): \(record.trials.count) trials, chosen by "
        + "\(record.metric) on the validation messages")
    for rung in 0..<record.rungs {
      let places = folder.record.contestants(inRung: rung)
      for (index, place) in places.enumerated() {
        let runs = folder.record.trials[place].runs
        if runs.indices.contains(rung), runs[rung].status != .running { continue }
        guard !Interruption.isRequested else { return false }
        note(title(place, rung: rung) + " (\(index + 1) of \(places.count))")
        guard try train(place, rung: rung) else { return false }
        note("  " + folder.record.trials[place].runs[rung].line(by: folder.record.metric))
      }
    }
    return true
  }

  /// Records which trial is the best, and writes its settings down.
  ///
  /// - Returns: The path of best.toml.
  /// - Throws: `SweepError.nothingFinished`.
  func conclude() throws -> String {
    let record = folder.record
    guard let winner = record.winner else { throw SweepError.nothingFinished(folder.recordPath) }
    let trial = record.trials[winner]
    if record.best == nil {
      let result = try RecordedResult(ofTrainingIn: path(of: trial.runs[record.rungs - 1]))
      try folder.update { record in
        record.best = trial.number
        record.test = result.metrics.test.map { SweepRecord.Result($0, by: record.metric) }
      }
    }
    return try BestSettings.write(folder, trial, options)
  }

  private func title(_ place: Int, rung: Int) -> String {
    let (record, trial) = (folder.record, folder.record.trials[place])
    return (record.rungs > 1 ? "rung \(rung + 1) of \(record.rungs), " : "")
      + "trial \(trial.number): "
      + trial.settings.map(\.text).joined(separator: " ")
  }

  private func path(of run: SweepRecord.TrialRun) -> String { folder.path + "/" + run.folder }

  /// - Returns: False when the user asked to stop.
  private func train(_ place: Int, rung: Int) throws -> Bool {
    guard let run = try waitForOrphan(place, rung: rung) else { return false }
    var arguments = ["train"]
    if RunStore.hasRun(path(of: run)) {
      arguments += ["--resume=" + path(of: run), "--database=" + folder.record.database]
    } else {
      arguments += self.arguments(place, run)
    }
    arguments += ["--format=json"] + (threads.map { ["--threads=\($0)"] } ?? [])
    let outcome = try ChildProgram.run(arguments) { line in
      if line.hasPrefix("epoch ") { note("  " + line) }
    }
    if outcome.exitCode != 0, Interruption.isRequested { return false }
    let result = outcome.exitCode == 0 ? try RecordedResult(ofTrainingIn: path(of: run)) : nil
    try folder.update { record in
      record.trials[place].runs[rung].finish(
        result, by: record.metric, problem: Self.problem(outcome))
    }
    return true
  }

  /// The run to begin or to go on with. A sweep that was killed may have left its trial running, and a run
  /// of which there is no more than the name, perhaps, is begun under another.
  ///
  /// - Returns: Nil when the user asked to stop.
  private func waitForOrphan(_ place: Int, rung: Int) throws -> SweepRecord.TrialRun? {
    let trial = folder.record.trials[place]
    var attempt = 1
    if trial.runs.indices.contains(rung) {
      let run = trial.runs[rung]
      var isWaiting = false
      while RunStore.isActive(path(of: run)) {
        if !isWaiting {
          note("  run \(run.run) is still being trained by another process; waiting for its end")
        }
        isWaiting = true
        guard !Interruption.isRequested else { return nil }
        usleep(100_000)
      }
      if RunStore.hasRun(path(of: run)) { return run }
      while TrialName(folder.record, trial: trial.number, rung: rung, attempt: attempt).folder
        != run.folder, attempt < 10_000
      {
        attempt += 1
      }
      attempt += 1
    }
    let name = TrialName(folder.record, trial: trial.number, rung: rung, attempt: attempt)
    let halving = SuccessiveHalving(rungs: folder.record.rungs)
    let run = SweepRecord.TrialRun(
      epochs: halving.epochs(inRung: rung, of: trial.epochs), run: name.run, folder: name.folder)
    try folder.update { record in
      record.trials[place].runs = record.trials[place].runs.prefix(rung) + [run]
    }
    return run
  }

  private func arguments(_ place: Int, _ run: SweepRecord.TrialRun) -> [String] {
    let record = folder.record
    var settings = record.settings + record.trials[place].settings
    if record.rungs > 1 {
      settings.append(SearchSetting(name: "epochs", value: "\(run.epochs)"))
    }
    return options.arguments(settings)
      + ["--name=" + run.run, "--output=" + path(of: run), "--database=" + record.database]
  }

  private static func problem(_ outcome: ChildProgram.Outcome) -> String {
    let prefix = "spamtune: "
    return outcome.lastLine.hasPrefix(prefix)
      ? String(outcome.lastLine.dropFirst(prefix.count))
      : "It ended with exit code \(outcome.exitCode)."
  }
}

extension SweepRecord.TrialRun {
  /// - Parameters:
  ///   - result: Nil when the run failed.
  ///   - problem: Why, in that case.
  fileprivate mutating func finish(
    _ result: RecordedResult?, by metric: ModelSelection.Criterion, problem: String
  ) {
    guard let result, let validation = result.metrics.validation else {
      status = .failed
      self.problem = problem
      return
    }
    status = .finished
    self.validation = SweepRecord.Result(validation, by: metric)
    seconds = result.seconds
    splitDigest = result.splitDigest
  }
}
