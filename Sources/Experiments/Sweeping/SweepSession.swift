import FineTuning
import Foundation

/// Trains what is left of a sweep, one trial after the other.
package struct SweepSession {
  package enum Event {
    /// - Parameters:
    ///   - rung: From 0.
    ///   - place: Among `count` trials of this rung, from 1.
    case began(SweepRecord.Trial, rung: Int, place: Int, count: Int)
    /// A sweep that was killed has left a process that still trains this run.
    case waiting(run: String)
    case ended(SweepRecord.TrialRun)
  }

  /// A trial's training.
  package struct Training {
    /// Of a run that begins; one that goes on has its own.
    package let settings: [SearchSetting]
    /// The run's name.
    package let run: String
    package let folder: String
    package let database: String
    package let goesOn: Bool
  }

  package enum Outcome {
    case finished
    /// `reason` is a sentence.
    case failed(reason: String)
    case interrupted
  }

  private let folder: SweepFolder
  private let isInterrupted: () -> Bool
  private let report: (Event) -> Void
  private let train: (Training) throws -> Outcome

  /// - Parameters:
  ///   - isInterrupted: Whether the user has asked to stop.
  ///   - train: Trains to the end, or until it is interrupted; the run's folder then holds the result.
  package init(
    _ folder: SweepFolder, isInterrupted: @escaping () -> Bool,
    report: @escaping (Event) -> Void, train: @escaping (Training) throws -> Outcome
  ) {
    self.folder = folder
    self.isInterrupted = isInterrupted
    self.report = report
    self.train = train
  }

  /// - Returns: Whether all is done; false when the user asked to stop.
  package func run() throws -> Bool {
    for rung in 0..<folder.record.rungs {
      let places = folder.record.contestants(inRung: rung)
      for (index, place) in places.enumerated() {
        let trial = folder.record.trials[place]
        if trial.runs.indices.contains(rung), trial.runs[rung].status != .running { continue }
        guard !isInterrupted() else { return false }
        report(.began(trial, rung: rung, place: index + 1, count: places.count))
        guard try train(place, rung: rung) else { return false }
        report(.ended(folder.record.trials[place].runs[rung]))
      }
    }
    return true
  }

  /// Records which trial is the best, and what its model did on the test messages.
  ///
  /// - Returns: The best trial.
  /// - Throws: `SweepError.nothingFinished`.
  package func conclude() throws -> SweepRecord.Trial {
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
    return trial
  }

  private func path(of run: SweepRecord.TrialRun) -> String { folder.path + "/" + run.folder }

  /// - Returns: False when the user asked to stop.
  private func train(_ place: Int, rung: Int) throws -> Bool {
    guard let run = try runToTrain(place, rung: rung) else { return false }
    let record = folder.record
    var settings = record.settings + record.trials[place].settings
    if record.rungs > 1 {
      settings.append(SearchSetting(name: "epochs", value: "\(run.epochs)"))
    }
    let outcome = try train(
      Training(
        settings: settings, run: run.run, folder: path(of: run), database: record.database,
        goesOn: RunStore.hasRun(path(of: run))))
    switch outcome {
    case .interrupted: return false
    case .finished:
      let result = try RecordedResult(ofTrainingIn: path(of: run))
      try folder.update { $0.trials[place].runs[rung].finish(result, by: record.metric) }
    case .failed(let reason):
      try folder.update { $0.trials[place].runs[rung].fail(reason) }
    }
    return true
  }

  /// The run to begin or to go on with. A sweep that was killed may have left its trial running, and a run
  /// of which there is no more than the name, perhaps, is begun under another.
  ///
  /// - Returns: Nil when the user asked to stop.
  private func runToTrain(_ place: Int, rung: Int) throws -> SweepRecord.TrialRun? {
    let record = folder.record
    let trial = record.trials[place]
    var attempt = 1
    if trial.runs.indices.contains(rung) {
      let run = trial.runs[rung]
      guard waitForOrphan(run) else { return nil }
      if RunStore.hasRun(path(of: run)) { return run }
      while record.part(trial: trial.number, rung: rung, attempt: attempt) != run.folder,
        attempt < 10_000
      {
        attempt += 1
      }
      attempt += 1
    }
    let part = record.part(trial: trial.number, rung: rung, attempt: attempt)
    let epochs = SuccessiveHalving(rungs: record.rungs).epochs(inRung: rung, of: trial.epochs)
    let run = SweepRecord.TrialRun(epochs: epochs, run: record.name + "-" + part, folder: part)
    try folder.update { record in
      record.trials[place].runs = record.trials[place].runs.prefix(rung) + [run]
    }
    return run
  }

  /// - Returns: False when the user asked to stop.
  private func waitForOrphan(_ run: SweepRecord.TrialRun) -> Bool {
    var isWaiting = false
    while RunStore.isActive(path(of: run)) {
      if !isWaiting { report(.waiting(run: run.run)) }
      isWaiting = true
      guard !isInterrupted() else { return false }
      usleep(100_000)
    }
    return true
  }
}

extension SweepRecord.TrialRun {
  fileprivate mutating func finish(
    _ result: RecordedResult, by metric: ModelSelection.Criterion
  ) {
    guard let validation = result.metrics.validation else {
      return fail("It has no validation result.")
    }
    status = .finished
    self.validation = SweepRecord.Result(validation, by: metric)
    seconds = result.seconds
    splitDigest = result.splitDigest
  }

  fileprivate mutating func fail(_ reason: String) {
    status = .failed
    problem = reason
  }
}
