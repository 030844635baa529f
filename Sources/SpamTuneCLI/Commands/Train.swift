import ArgumentParser
import Foundation
import Options
import Reports
import SpamTuneKit

extension Compatibility: ExpressibleByArgument {}
extension PrecisionChoice: ExpressibleByArgument {}

struct Train: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Fine-tune a base model on labelled messages.",
    discussion: """
      Without --data and --base: data/SMSSpamCollection and weights/gpt2 where they have been \
      fetched, else the sample set and the small base that come with the program.

      A base may recommend other defaults than those below, in its fine-tuning.json; the run says \
      which.

      Ctrl-C finishes the step and saves; 'spamtune train --resume RUN' goes on, to the same bits \
      as a run that was never stopped.
      """)

  @Option(help: ArgumentHelp("Go on with a stopped run: its name or folder.", valueName: "run"))
  var resume: String?

  @OptionGroup(title: "Where") var places: PlaceArguments
  @OptionGroup(title: "Data") var messages: MessageArguments
  @OptionGroup(title: "Dividing") var split: SplitArguments
  @OptionGroup(title: "Reading files") var reading: ReadingArguments
  @OptionGroup(title: "Model") var model: ModelArguments
  @OptionGroup(title: "Method") var adapters: AdapterArguments
  @OptionGroup(title: "Training") var training: TrainingArguments
  @OptionGroup(title: "Deciding") var decision: DecisionArguments
  @Option(help: .setting("compat")) var compat: Compatibility?
  @Option(help: .setting("precision")) var precision: PrecisionChoice?
  @OptionGroup var threads: ThreadOptions
  @OptionGroup var optionsFile: OptionsFileArgument

  @Option(help: "Output format.") var format: OutputFormat = .text

  func validate() throws {
    if resume != nil { try ResumeOption.refuseOthers() }
    if messages.data != nil, split.trainFile != nil {
      throw ValidationError("--data and --train-file exclude each other.")
    }
  }

  func run() throws {
    threads.apply()
    Interruption.listen()
    let run = try resume.map { try TrainingRun(resuming: $0, database: places.database) } ?? begin()
    let display = TrainingDisplay(run)
    guard
      let result = try run.run(report: { event in
        display.show(event)
        return !Interruption.isRequested
      })
    else {
      display.finish()
      let value = ResumeOption.value(
        name: run.name, folder: run.folder, database: run.databasePath)
      note("Stopped; what was learned is saved. Go on with: spamtune train --resume \(value)")
      throw ExitCode(Interruption.exitCode)
    }
    display.finish()
    switch format {
    case .json: try printJSON(result)
    case .text:
      try StandardOutput.print(
        Document(
          result,
          next: "spamtune classify --model \(result.model.shellWord) \"your text\""))
    }
  }

  /// What a new run is told.
  ///
  /// - Parameter tell: Told what is taken where nothing is named, and what the base recommends.
  func options(in home: Home, tell: (String) -> Void = note(sentence:)) throws -> TrainingOptions {
    var given = try GivenSettings<TrainingOptions>(typedIn: self)
    if let decision = try decision.options() { given[\.decision] = decision }
    return try TrainingOptions(
      source: split.source(messages.data, in: home, tell: tell),
      base: home.base(named: model.base, tell: tell), given: given, tell: tell)
  }

  private func begin() throws -> TrainingRun {
    let home = Home.standard
    return try TrainingRun(
      options(in: home),
      in: RunDestination(
        output: places.output, name: places.name, database: places.database,
        commandLine: ParsedCommandLine.current.text, home: home,
        usesCache: !places.noCache))
  }
}
