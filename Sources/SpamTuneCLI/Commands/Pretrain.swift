import ArgumentParser
import Files
import FineTuning
import Foundation
import GPT2Kernels
import Options
import Reports
import SpamTuneKit
import TextDatasets

extension TextDocuments.Layout: ExpressibleByArgument {}

struct Pretrain: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Train a base model to predict the next token of unlabelled texts.",
    discussion: """
      From random weights with --config and --tokenizer, or from a base that is to learn the \
      language of your own messages with --base. Documents are packed without padding; attention \
      stays within each.
      """)

  @Option(help: ArgumentHelp("Go on with a stopped run: its name or folder.", valueName: "run"))
  var resume: String?
  @Option(
    help: ArgumentHelp(
      "File of texts; may be repeated. FILE@0.5 learns from half of it in an epoch.",
      valueName: "file[@weight]"))
  var text: [String] = []
  @Option(help: .pretraining("layout")) var layout: TextDocuments.Layout?
  @Option(help: "A config.json, to start from random weights.") var config: String?
  @Option(help: "Folder of the tokenizer, with --config.") var tokenizer: String?
  @Option(name: [.short, .long], help: "Folder of a base model to start from.") var base: String?
  @Option(
    name: [.short, .long], help: "Folder for the run and the new base; it must be new.")
  var output: String?
  @Option(help: "SQLite file that records runs. (default: runs.sqlite beside the run's folder)")
  var database: String?

  @Option(help: .pretraining("epochs")) var epochs: Double?
  @Option(help: .pretraining("tokens_per_step")) var tokensPerStep: Int?
  @Option(help: .pretraining("learning_rate")) var learningRate: Double?
  @Option(help: .pretraining("weight_decay")) var weightDecay: Double?
  @Option(help: .pretraining("warmup")) var warmup: Double?
  @Option(help: .pretraining("schedule")) var schedule: LearningRateSchedule.Shape?
  @Option(help: .pretraining("max_gradient_norm")) var maxGradientNorm: Double?
  @Option(help: .pretraining("dropout")) var dropout: Double?
  @Option(help: .pretraining("seed")) var seed: UInt64?
  @Option(help: .pretraining("validation_share")) var validationShare: Double?
  @Option(help: .pretraining("eval_every")) var evalEvery: Int?
  @Option(help: .pretraining("save_every")) var saveEvery: Int?
  @Flag(help: .pretraining("half")) var half = false
  @OptionGroup var threads: ThreadOptions
  @OptionGroup var optionsFile: OptionsFileArgumentBesideConfig

  func validate() throws {
    guard resume == nil else { return try ResumeOption.refuseOthers() }
    guard !text.isEmpty else { throw ValidationError("Give --text FILE, or --resume RUN.") }
    guard (base != nil) != (config != nil && tokenizer != nil) else {
      throw ValidationError(
        "Give either --base FOLDER, or --config FILE and --tokenizer FOLDER.")
    }
  }

  func run() throws {
    threads.apply()
    Interruption.listen()
    let run = try resume.map { try PretrainingRun(resuming: $0, database: database) } ?? begin()
    let trainer = run.trainer
    let peak = PeakMeasurement.matrixProduct()
    let operations = trainer.model.configuration.trainingOperationsPerToken
    note(
      "run \(run.name) in \(run.folder): step \(trainer.step) of \(trainer.totalSteps); "
        + "GEMM peak \(Int(peak / 1e9)) GFLOP/s")
    var last = (time: ContinuousClock.now, tokens: trainer.tokens)
    let isFinished = try run.run { event in
      switch event {
      case .step(let step) where step.step % 20 == 0:
        let seconds = last.time.duration(to: .now).inSeconds
        let rate = Double(trainer.tokens - last.tokens) / seconds
        last = (.now, trainer.tokens)
        let left = Int(seconds / 20 * Double(step.totalSteps - step.step))
        note(
          "step \(step.step)/\(step.totalSteps): loss \(NumberFormat.decimals(step.loss, 4)), "
            + "\(Int(rate)) tokens/s, \(Int((100 * rate * operations / peak).rounded())) % of the "
            + "GEMM peak, \(left / 60) min left")
      case .validation(let step, let loss):
        note(
          "step \(step): validation loss \(NumberFormat.decimals(loss, 4)), "
            + "perplexity \(NumberFormat.decimals(exp(loss), 2))")
      case .step, .checkpoint: break
      }
      return !Interruption.isRequested
    }
    guard isFinished else {
      let value = ResumeOption.value(
        name: run.name, folder: run.folder, database: run.databasePath)
      note("Stopped; what was learned is saved. Go on with: spamtune pretrain --resume \(value)")
      throw ExitCode(Interruption.exitCode)
    }
    try StandardOutput.print(
      "Base: \(run.folder)\nNext: spamtune train --base \(run.folder.shellWord)")
  }

  private func begin() throws -> PretrainingRun {
    let start: PretrainingOptions.Start =
      base.map { .base(absolutePath($0)) }
      ?? .scratch(
        configuration: absolutePath(config ?? ""), tokenizer: absolutePath(tokenizer ?? ""))
    var options = PretrainingOptions(
      texts: text.map { argument in
        // A path may hold an @ of its own: only a number after the last one is a weight.
        guard let at = argument.lastIndex(of: "@"),
          let weight = Double(argument[argument.index(after: at)...])
        else { return PretrainingOptions.Text(path: absolutePath(argument)) }
        return PretrainingOptions.Text(path: absolutePath(String(argument[..<at])), weight: weight)
      }, start: start)
    try GivenSettings<PretrainingOptions>(typedIn: self).apply(to: &options)
    return try PretrainingRun(
      options,
      in: RunDestination(
        output: output, database: database,
        commandLine: ParsedCommandLine.current.text))
  }
}

extension ArgumentHelp {
  fileprivate static func pretraining(_ option: String) -> ArgumentHelp {
    setting(option, of: PretrainingOptions.settings)
  }
}
