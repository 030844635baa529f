import ArgumentParser
import Baselines
import Files
import GPT2
import Options
import Reports
import SpamTuneKit

extension BaselineMethod: ExpressibleByArgument {}

struct Baseline: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Measure a simple method that a fine-tuned model has to beat.",
    discussion: """
      Reads and divides the messages as 'spamtune train' does, learns from the training part and \
      measures all parts.

      probe and knn read what the base makes of a message without being trained: logistic \
      regression, or the votes of the most similar training messages. naive-bayes and logistic \
      count words. rule asks the one question that tells the training messages apart best.

      Messages are not weighed: of --balance there are none and undersample.

      No model is kept; the run's folder holds baseline.json. What a base recommends in its \
      fine-tuning.json about pooling and undersampling holds for probe and knn; class weights it \
      recommends do not.
      """)

  @Option(help: "Method to measure.") var method: BaselineMethod

  @OptionGroup(title: "Where") var places: PlaceArguments
  @OptionGroup(title: "Data") var messages: MessageArguments
  @OptionGroup(title: "Dividing") var split: SplitArguments
  @OptionGroup(title: "Reading files") var reading: ReadingArguments
  @OptionGroup(title: "Features, for probe and knn") var features: FeatureArguments
  @Option(help: .setting("seed", of: BaselineOptions.settings)) var seed: UInt64?
  @OptionGroup var threads: ThreadOptions
  @OptionGroup var optionsFile: OptionsFileArgument

  @Option(help: "Output format.") var format: OutputFormat = .text

  func validate() throws {
    if messages.data != nil, split.trainFile != nil {
      throw ValidationError("--data and --train-file exclude each other.")
    }
  }

  func run() throws {
    threads.apply()
    Interruption.listen()
    let home = Home.standard
    let run = try BaselineRun(
      try options(in: home),
      in: RunDestination(
        output: places.output, name: places.name, database: places.database,
        commandLine: ParsedCommandLine.current.text, home: home,
        usesCache: !places.noCache))
    for line in RunIntroduction.sentences(name: run.name, folder: run.folder, run.data) {
      note(line)
    }
    let progress = ProgressLine()
    let result = try run.run { event in
      switch event {
      case .note(let text): progress.line(text)
      case .features(let done, let total): progress.showFeatures(done: done, total: total)
      }
      return !Interruption.isRequested
    }
    progress.finish()
    guard let result else {
      note("Stopped. The measurement of a simple method cannot be resumed.")
      throw ExitCode(Interruption.exitCode)
    }
    switch format {
    case .json: try printJSON(result)
    case .text: try StandardOutput.print(Document(result))
    }
  }

  func options(in home: Home) throws -> BaselineOptions {
    try BaselineOptions(
      method, source: split.source(messages.data, in: home),
      base: method.readsFeatures ? home.base(named: features.base, tell: note(sentence:)) : nil,
      given: GivenSettings(typedIn: self))
  }
}

/// What a base makes of messages.
struct FeatureArguments: ParsableArguments {
  @Option(name: [.short, .long], help: .setting("base", of: BaselineOptions.settings))
  var base: String?
  @Option(help: .setting("pooling", of: BaselineOptions.settings)) var pooling: Pooling?
  @Option(help: .setting("padded_length", of: BaselineOptions.settings)) var paddedLength: Int?
  @Option(help: .setting("precision", of: BaselineOptions.settings))
  var precision: PrecisionChoice?
}
