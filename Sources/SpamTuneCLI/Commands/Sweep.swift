import ArgumentParser
import Files
import FineTuning
import Foundation
import Reports
import SpamTuneKit

struct Sweep: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Search for settings of train.",
    discussion: """
      Every trial is a run of its own in the sweep's folder. The best is chosen by the validation \
      messages alone; of the test only the best trial's result is shown. best.toml in the folder holds \
      its settings, for 'spamtune train --config best.toml'.

      All options that are not listed under 'Search' are those of train, and go to every trial.

      Ctrl-C lets the trial save itself; 'spamtune sweep --resume FOLDER' goes on, also after a kill. A \
      trial that fails is noted, and the sweep goes on with the next.
      """)

  @Option(help: ArgumentHelp("Go on with a sweep: its folder or name.", valueName: "sweep"))
  var resume: String?

  @OptionGroup(title: "Search") var search: SweepArguments
  @OptionGroup(title: "Where") var places: PlaceArguments
  @OptionGroup(title: "Data") var messages: MessageArguments
  @OptionGroup(title: "Dividing") var split: SplitArguments
  @OptionGroup(title: "Reading files") var reading: ReadingArguments
  @OptionGroup(title: "Model") var model: ModelArguments
  @OptionGroup(title: "Method") var adapters: AdapterArguments
  @OptionGroup(title: "Training") var training: TrainingArguments
  @Option(help: .setting("compat")) var compat: Compatibility?
  @Option(help: .setting("precision")) var precision: PrecisionChoice?
  @OptionGroup var threads: ThreadOptions
  @OptionGroup var optionsFile: OptionsFileArgument

  @Option(help: "Output format.") var format: OutputFormat = .text

  func validate() throws {
    guard resume == nil else {
      return try ResumeOption.refuseOthers(than: ["threads", "format"], goingOnWith: "sweep")
    }
    if search.grid.isEmpty {
      throw ValidationError(
        "Say what to try: --grid NAME=VALUE,VALUE, such as --grid learning-rate=1e-5,5e-5.")
    }
  }

  func run() throws {
    threads.apply()
    Interruption.listen()
    let options = TrialOptions()
    let folder = try resume.map { try reopened($0, options) } ?? begin(options)
    let record = folder.record
    note(
      "sweep \(record.name) in \(folder.path): \(record.trials.count) trials, chosen by "
        + "\(record.metric) on the validation messages")
    let session = SweepSession(
      folder, isInterrupted: { Interruption.isRequested }, report: { show($0, of: record) },
      train: { try train($0, options) })
    guard try session.run() else {
      note("Stopped. Go on with: spamtune sweep --resume \(folder.path.shellWord)")
      throw ExitCode(Interruption.exitCode)
    }
    let best = try Self.write(try session.conclude(), of: folder, options)
    switch format {
    case .json: try printJSON(folder.record)
    case .text:
      try StandardOutput.print(
        Document(folder.record, next: "spamtune train --config \(best.shellWord)"))
    }
  }

  private func begin(_ options: TrialOptions) throws -> SweepFolder {
    let home = Home.standard
    let space = try SearchSpace(parsing: search.grid)
    for axis in space.axes { try options.check(axis) }
    let searched = Set(space.axes.map(\.name))
    let common = try options.common(
      source: split.source(messages.data, in: home),
      base: searched.contains("base")
        ? nil : home.base(named: model.base, tell: note(sentence:)), searched: searched)
    let combinations =
      try search.random.map {
        try space.draws($0, seed: search.seedOfSearch ?? training.seed ?? TrainingSettings().seed)
      } ?? space.product()
    // What the base recommends is told once.
    var tell = note(sentence:)
    let plan = try SweepPlan(
      combinations.map(TrialOptions.withAbsoluteBase), common: common, by: search.metric,
      halves: search.halving,
      at: RunDestination(
        output: places.output, name: places.name, database: places.database, commandLine: "",
        home: home)
    ) { own in
      defer { tell = { _ in } }
      return try options.training(common, own, in: home, tell: tell)
    }
    return try SweepFolder(plan.record, at: plan.folder)
  }

  private func reopened(_ place: String, _ options: TrialOptions) throws -> SweepFolder {
    let named = Home.standard.runs + "/" + place
    let folder = try SweepFolder(
      resuming: !SweepFolder.hasSweep(place) && SweepFolder.hasSweep(named) ? named : place)
    let record = folder.record
    guard record.best == nil else { return folder }
    let training = try options.training(
      record.settings, record.trials[0].settings, in: .standard)
    guard try TrainingPlan(training).data.digest == record.dataDigest else {
      throw KitError.changed(
        record.data.joined(separator: ", "), since: "sweep \(record.name) began")
    }
    return folder
  }

  private func show(_ event: SweepSession.Event, of record: SweepRecord) {
    switch event {
    case .began(let trial, let rung, let place, let count):
      note(
        (record.rungs > 1 ? "rung \(rung + 1) of \(record.rungs), " : "")
          + "trial \(trial.number): "
          + trial.settings.map(\.text).joined(separator: " ") + " (\(place) of \(count))")
    case .waiting(let run):
      note("  run \(run) is still being trained by another process; waiting for its end")
    case .ended(let run): note("  " + run.line(by: record.metric))
    }
  }

  /// Trains in a process of its own.
  private func train(
    _ training: SweepSession.Training, _ options: TrialOptions
  ) throws -> SweepSession.Outcome {
    let settings =
      training.goesOn
      ? ["--resume=" + training.folder]
      : options.arguments(training.settings)
        + ["--name=" + training.run, "--output=" + training.folder]
    let child = try ChildProgram.run(
      ["train"] + settings + ["--database=" + training.database, "--format=json"]
        + (threads.threads.map { ["--threads=\($0)"] } ?? [])
    ) { line in
      if line.hasPrefix("epoch ") { note("  " + line) }
    }
    if child.exitCode == 0 { return .finished }
    return Interruption.isRequested ? .interrupted : .failed(reason: child.reason)
  }

  /// Writes the best trial's settings into the sweep's folder, as options of train.
  ///
  /// - Returns: The file's path.
  /// - Throws: `FileError`.
  private static func write(
    _ trial: SweepRecord.Trial, of folder: SweepFolder, _ options: TrialOptions
  ) throws -> String {
    let record = folder.record
    let path = folder.path + "/best.toml"
    let result = trial.runs.last?.validation.map {
      "\($0.line(by: record.metric)) on \($0.messages) validation messages."
    }
    let text = options.toml(
      record.settings + trial.settings,
      remarks: [
        "Trial \(trial.number) of sweep \(record.name), the best of \(record.trials.count): "
          + (result ?? "\(record.metric) undefined."),
        "spamtune train --config \(path.shellWord)",
      ])
    try AtomicFile.write(Array(text.utf8), to: path)
    return path
  }
}
