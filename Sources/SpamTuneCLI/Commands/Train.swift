import ArgumentParser
import FineTuning
import Foundation
import GPT2
import Options
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
  @OptionGroup(title: "Method") var adapters: AdapterArguments
  @OptionGroup(title: "Training") var training: TrainingArguments
  @OptionGroup(title: "Deciding") var decision: DecisionArguments
  @Option(
    help: ArgumentHelp(
      "Repeat what a published program does, to its random numbers.",
      discussion: """
        raschka: his gpt_class_finetune.py. Pads to the longest training message and reads the last \
        position; begins the head and draws the batches as torch does; computes in float32; takes \
        nothing from fine-tuning.json. With --split raschka and no other options of training this is \
        the training in his book. --pooling, --padded-length and --no-causal-mask make it one of his \
        additional experiments: first, last (the last real token, or no padding), or the mean with the \
        padding.
        """))
  var compat: Compatibility?
  @Option(
    help: """
      Of products with frozen weights: auto is the fastest of bfloat16 and float32 that keeps the \
      probabilities of held-out messages within 0.005 of float32's.
      """)
  var precision: PrecisionChoice = .auto
  @OptionGroup var threads: ThreadOptions
  @OptionGroup var optionsFile: OptionsFileArgument

  @Option(help: "Output format.") var format: OutputFormat = .text

  func validate() throws {
    if resume != nil { try ResumeOption.refuseOthers() }
    if messages.data != nil, split.trainFile != nil {
      throw ValidationError("--data and --train-file exclude each other.")
    }
    try refuseWhatCompatDecides()
  }

  private func refuseWhatCompatDecides() throws {
    guard let compat else { return }
    let given = [
      ("--head-init", model.headInit != nil), ("--no-head-bias", model.noHeadBias),
      ("--no-shuffle", messages.noShuffle),
    ]
    if let (option, _) = given.first(where: \.1) {
      throw ValidationError(
        "--compat \(compat.rawValue) does as its program does; leave out \(option).")
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

  /// What a new run is told.
  ///
  /// - Parameter tell: Told what the base adds.
  func options(in home: Home, tell: (String) -> Void = note) throws -> TrainingOptions {
    var options = try TrainingOptions(
      source: try split.source(messages, home: home), messages: messages, reading: reading,
      model: model, adapters: adapters, training: training, storesText: places.storeText,
      home: home, compatibility: compat, tell: tell)
    let deciding = try decision.options()
    // A program that is repeated has no calibration.
    if compat == nil || deciding.criterion != nil { options.decision = deciding }
    if compat == nil || precision != .auto { options.precision = precision }
    return options
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
