import Files
import FineTuning
import Foundation
import Options
import RunDatabase
import SpamTuneKit
import TextDatasets

/// A sweep that may begin: every trial was understood by the parser of `train`, and checked against data and
/// base.
struct SweepPlan {
  let record: SweepRecord
  let folder: String

  /// - Throws: Whatever is wrong with the arguments, as a sentence; nothing was begun then.
  init(_ sweep: Sweep, _ options: TrialOptions, home: Home) throws {
    let space = try SearchSpace(parsing: sweep.search.grid)
    let common = try Self.settings(sweep, space, options, home: home)
    let combinations = try Self.combinations(sweep, space)
    var inputs = TrainingInputs()
    var data: LabelledDataset?
    var trials: [SweepRecord.Trial] = []
    for (place, combination) in combinations.enumerated() {
      let training = try options.training(
        common, combination, in: home, tell: { if place == 0 { note(sentence: $0) } })
      let plan = try TrainingPlan(training, from: &inputs)
      guard !plan.data.split.validation.isEmpty else { throw SweepError.noValidation }
      data = data ?? plan.data
      trials.append(
        SweepRecord.Trial(
          number: place + 1, settings: combination, epochs: training.training.epochs))
    }
    guard let data, let epochs = trials.map(\.epochs).min() else {
      preconditionFailure("a search space without combinations")
    }
    let halving = SuccessiveHalving(trials: trials.count, epochs: epochs)
    let (name, folder) = try Self.place(sweep.places, home: home)
    self.folder = folder
    guard !SweepFolder.hasSweep(folder) else { throw SweepError.holdsSweep(folder) }
    record = SweepRecord(
      name: name, settings: common,
      database: RunDestination(
        output: sweep.places.output, database: sweep.places.database, commandLine: "", home: home
      ).databasePath,
      data: data, metric: sweep.search.metric, rungs: sweep.search.halving ? halving.rungs : 1,
      trials: trials)
    try checkNames()
  }

  /// What all trials have in common, with absolute paths: they hold wherever the sweep is resumed.
  private static func settings(
    _ sweep: Sweep, _ space: SearchSpace, _ options: TrialOptions, home: Home
  ) throws -> [SearchSetting] {
    for axis in space.axes { try options.check(axis) }
    let searched = Set(space.axes.map(\.name))
    if sweep.search.halving, searched.contains("epochs") {
      throw KitError.badOption(
        "--halving gives trials their epochs itself: leave epochs out of --grid, or --halving.")
    }
    let given = options.given(in: ParsedCommandLine.current)
    let twice = given.first { $0.origin == .typed && searched.contains($0.value.name) }
    if let twice {
      throw KitError.badOption(
        "--\(twice.value.name) is given for all trials and searched by --grid: leave one out.")
    }
    // What stands in a file gives way to what is searched.
    var settings = given.map(\.value)
      .filter { !searched.contains($0.name) && !Self.paths.contains($0.name) }
      .map { SearchSetting(name: $0.name, value: $0.value) }
    switch try sweep.split.source(sweep.messages.data, in: home) {
    case .file(let path, _): settings.append(SearchSetting(name: "data", value: path))
    case .files(let train, let validation, let test):
      for (name, path) in [
        ("train-file", train), ("validation-file", validation), ("test-file", test),
      ] {
        if let path { settings.append(SearchSetting(name: name, value: path)) }
      }
    }
    if !searched.contains("base") {
      let base = try home.base(named: sweep.model.base, tell: note(sentence:))
      settings.append(SearchSetting(name: "base", value: absolutePath(base)))
    }
    return settings
  }

  private static let paths: Set<String> = [
    "data", "train-file", "validation-file", "test-file", "base",
  ]

  private static func combinations(
    _ sweep: Sweep, _ space: SearchSpace
  ) throws -> [[SearchSetting]] {
    let combinations =
      try sweep.search.random.map {
        try space.draws(
          $0, seed: sweep.search.seedOfSearch ?? sweep.training.seed ?? TrainingSettings().seed)
      } ?? space.product()
    return combinations.map { combination in
      combination.map { setting in
        setting.name == "base"
          ? SearchSetting(name: setting.name, value: absolutePath(setting.value)) : setting
      }
    }
  }

  /// The sweep's name and folder.
  private static func place(_ places: PlaceArguments, home: Home) throws -> (String, String) {
    if let name = places.name {
      try RunName.validate(name)
      return (name, absolutePath(places.output ?? home.runs + "/" + name))
    }
    let name = home.freeRunName()
    return (name, places.output.map(absolutePath) ?? home.runs + "/" + name)
  }

  /// Makes sure that the trials' runs can have their names.
  private func checkNames() throws {
    let names = record.trials.map { TrialName(record, trial: $0.number, rung: 0).run }
    for name in names { try RunName.validate(name) }
    guard FileManager.default.fileExists(atPath: record.database) else { return }
    let database = try RunDatabase.openReadOnly(path: record.database)
    for name in names where try database.run(named: name) != nil {
      throw RunDatabaseError.nameTaken(name, path: record.database)
    }
  }
}
