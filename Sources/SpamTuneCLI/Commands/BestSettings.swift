import Files
import FineTuning
import Reports
import SpamTuneKit

/// The settings of a sweep's best trial as a file of options.
enum BestSettings {
  /// Writes best.toml into the sweep's folder.
  ///
  /// - Returns: Its path.
  /// - Throws: `FileError`.
  static func write(
    _ folder: SweepFolder, _ trial: SweepRecord.Trial, _ options: TrialOptions
  ) throws -> String {
    let record = folder.record
    let path = folder.path + "/best.toml"
    let result = trial.runs.last?.validation
    let text = options.toml(
      record.settings + trial.settings,
      remarks: [
        "Trial \(trial.number) of sweep \(record.name), the best of \(record.trials.count): "
          + (result.map { "\($0.line(by: record.metric)) on \($0.messages) validation messages." }
            ?? "undefined."),
        "spamtune train --config \(path.shellWord)",
      ])
    try AtomicFile.write(Array(text.utf8), to: path)
    return path
  }
}
