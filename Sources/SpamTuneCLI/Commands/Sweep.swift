import ArgumentParser
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
    let session = SweepSession(folder, options, threads: threads.threads)
    guard try session.run() else {
      note("Stopped. Go on with: spamtune sweep --resume \(folder.path.shellWord)")
      throw ExitCode(Interruption.exitCode)
    }
    let best = try session.conclude()
    switch format {
    case .json: try printJSON(folder.record)
    case .text:
      try StandardOutput.print(
        Document(folder.record, next: "spamtune train --config \(best.shellWord)"))
    }
  }

  private func begin(_ options: TrialOptions) throws -> SweepFolder {
    let plan = try SweepPlan(self, options, home: .standard)
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
}
