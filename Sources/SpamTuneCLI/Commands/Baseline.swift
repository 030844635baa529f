import ArgumentParser
import Files
import GPT2
import Options
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

  @Option(help: "What is measured.") var method: BaselineMethod

  @OptionGroup(title: "Where") var places: PlaceArguments
  @OptionGroup(title: "Data") var messages: MessageArguments
  @OptionGroup(title: "Dividing") var split: SplitArguments
  @OptionGroup(title: "Reading files") var reading: ReadingArguments
  @OptionGroup(title: "Features, for probe and knn") var features: FeatureArguments
  @Option(help: "Seed of balancing and dividing.") var seed: UInt64 = 123
  @OptionGroup var threads: ThreadOptions
  @OptionGroup var optionsFile: OptionsFileArgument

  @Option(help: "Output format.") var format: OutputFormat = .text

  func validate() throws {
    if messages.data != nil, split.trainFile != nil {
      throw ValidationError("--data and --train-file exclude each other.")
    }
    if messages.classWeights != nil || messages.balance == .classWeights {
      throw ValidationError(
        "A simple method does not weigh its messages: no --class-weights, and of --balance only none and "
          + "undersample.")
    }
    if !method.readsFeatures, let option = features.firstGiven {
      throw ValidationError(
        "\(option) is about features: it goes with --method probe or knn.")
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
    RunIntroduction.tell(name: run.name, folder: run.folder, run.data)
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
    case .text: try StandardOutput.print(BaselineSummary.text(result))
    }
  }

  func options(in home: Home) throws -> BaselineOptions {
    let base = try method.readsFeatures ? features.base ?? DefaultPlaces.base(in: home) : nil
    let recommended = try base.map { try RecommendedSettings(base: $0) } ?? RecommendedSettings()
    var options = BaselineOptions(
      method,
      data: try messages.options(
        try split.source(messages, home: home), reading,
        recommended: recommended.balance == .undersample ? .undersample : nil))
    options.features = base.map { base in
      var chosen = BaselineOptions.Features(base: absolutePath(base))
      chosen.pooling = features.pooling ?? recommended.pooling ?? .last
      chosen.paddedLength = features.paddedLength
      chosen.precision = features.precision ?? .auto
      return chosen
    }
    options.seed = seed
    options.storesText = places.storeText
    return options
  }
}

/// What a base makes of messages.
struct FeatureArguments: ParsableArguments {
  @Option(name: [.short, .long], help: "Folder of the base model.") var base: String?

  @Option(
    help: """
      Which hidden state speaks for a message: of the last token, the first, the mean, or the last \
      after padding to one length. (default: last)
      """)
  var pooling: Pooling?

  @Option(
    help: "Length in tokens for padded-last. (default: that of the longest training message)")
  var paddedLength: Int?

  @Option(
    help: """
      Of the base's products: auto is the fastest of bfloat16 and float32 that keeps the \
      probabilities of held-out messages within 0.005 of float32's. (default: auto)
      """)
  var precision: PrecisionChoice?

  /// An option that was given, if any was.
  var firstGiven: String? {
    [
      ("--base", base != nil), ("--pooling", pooling != nil),
      ("--padded-length", paddedLength != nil), ("--precision", precision != nil),
    ].first(where: \.1)?.0
  }
}
