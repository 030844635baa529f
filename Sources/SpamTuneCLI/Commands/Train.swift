import ArgumentParser
import FineTuning
import Foundation
import GPT2
import Reports
import SpamTuneKit

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
  @OptionGroup(title: "Training") var training: TrainingArguments
  @Option(
    help: """
      Of products with frozen weights: auto is the fastest of bfloat16 and float32 that keeps the \
      probabilities of held-out messages within 0.005 of float32's.
      """)
  var precision: PrecisionChoice = .auto
  @OptionGroup var threads: ThreadOptions
  @OptionGroup var optionsFile: OptionsFileArgument

  @Option(help: "How the result is printed.") var format: OutputFormat = .text

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
    case .text: try StandardOutput.print(TrainingSummary.text(result))
    }
  }

  private func begin() throws -> TrainingRun {
    let home = Home.standard
    var options = try TrainingOptions(
      source: try split.source(messages, home: home), messages: messages, reading: reading,
      model: model, training: training, storesText: places.storeText, home: home)
    options.precision = precision
    return try TrainingRun(
      options,
      in: TrainingEnvironment(
        output: places.output, name: places.name, database: places.database,
        commandLine: CommandLine.arguments.joined(separator: " "), home: home,
        usesCache: !places.noCache))
  }
}
