import FineTuning
import TextDatasets

/// A sweep that may begin: every trial could be trained.
package struct SweepPlan {
  package let record: SweepRecord
  package let folder: String

  /// - Parameters:
  ///   - combinations: Settings of the trials, at least one.
  ///   - common: Settings of all trials.
  ///   - metric: What the best trial is chosen by, on the validation messages.
  ///   - halves: Whether trials are dropped by successive halving.
  ///   - options: What a training with these settings, and those in common, is told.
  /// - Throws: Whatever is wrong with a trial or with the places, as a sentence; nothing was begun then.
  package init(
    _ combinations: [[SearchSetting]], common: [SearchSetting],
    by metric: ModelSelection.Criterion, halves: Bool, at destination: RunDestination,
    options: ([SearchSetting]) throws -> TrainingOptions
  ) throws {
    if halves, combinations.contains(where: { $0.contains { $0.name == "epochs" } }) {
      throw KitError.badOption(
        "`halving` gives trials their epochs itself: leave epochs out of `grid`, or `halving`.")
    }
    var inputs = TrainingInputs()
    var data: LabelledDataset?
    var trials: [SweepRecord.Trial] = []
    for combination in combinations {
      let plan = try TrainingPlan(options(combination), from: &inputs)
      guard !plan.data.split.validation.isEmpty else { throw SweepError.noValidation }
      data = data ?? plan.data
      trials.append(
        SweepRecord.Trial(
          number: trials.count + 1, settings: combination, epochs: plan.options.training.epochs))
    }
    guard let data, let epochs = trials.map(\.epochs).min() else {
      preconditionFailure("a sweep without trials")
    }
    let layout = try ExperimentLayout(destination)
    folder = layout.folder
    guard !SweepFolder.hasSweep(folder) else { throw SweepError.holdsSweep(folder) }
    record = SweepRecord(
      name: layout.name, settings: common, database: layout.database, data: data, metric: metric,
      rungs: halves ? SuccessiveHalving(trials: trials.count, epochs: epochs).rungs : 1,
      trials: trials)
    try layout.requireFreeNames(
      for: trials.map { [record] in record.part(trial: $0.number, rung: 0) })
  }
}

extension SweepRecord {
  /// What the run of a trial is called in the sweep's folder: 007; with rungs 1-007, and where an earlier attempt
  /// came to nothing 007-2.
  ///
  /// - Parameters:
  ///   - trial: From 1.
  ///   - rung: From 0.
  ///   - attempt: From 1.
  func part(trial: Int, rung: Int, attempt: Int = 1) -> String {
    let digits = "\(trial)"
    return (rungs > 1 ? "\(rung + 1)-" : "")
      + String(repeating: "0", count: max(0, 3 - digits.count)) + digits
      + (attempt > 1 ? "-\(attempt)" : "")
  }
}
