import ArgumentParser
import Files
import FineTuning
import Foundation
import GPT2Kernels
import Options
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
  @Option(help: "How files are divided into documents. (default: by name and blank lines)")
  var layout: TextDocuments.Layout?
  @Option(help: "A config.json, to start from random weights.") var config: String?
  @Option(help: "Folder of the tokenizer, with --config.") var tokenizer: String?
  @Option(name: [.short, .long], help: "Folder of a base model to start from.") var base: String?
  @Option(
    name: [.short, .long], help: "Folder for the run and the new base; it must be new.")
  var output: String?
  @Option(help: "SQLite file that records runs. (default: runs.sqlite beside the run's folder)")
  var database: String?

  @Option(help: "Passes over the texts.") var epochs = 1.0
  @Option(help: "Predictions per step.") var tokensPerStep = 8_192
  @Option(help: "Highest learning rate.") var learningRate = 1e-3
  @Option(help: "Weight decay of matrices.") var weightDecay = 0.1
  @Option(help: "Steps of warm-up; below 1 a share of all steps.") var warmup = 0.02
  @Option(help: "How the learning rate changes after the warm-up.")
  var schedule: LearningRateSchedule.Shape = .cosine
  @Option(help: "Longest gradient; longer ones are scaled down.") var maxGradientNorm = 1.0
  @Option(help: "Probability of dropout.") var dropout = 0.0
  @Option(help: "Seed of everything random.") var seed: UInt64 = 123
  @Option(help: "Share of the documents held out to measure the perplexity.")
  var validationShare = 0.01
  @Option(help: "Measure the perplexity every so many steps.") var evalEvery = 200
  @Option(help: "Save a checkpoint every so many steps.") var saveEvery = 200
  @Flag(help: "Write the weights as 16-bit floats.") var half = false
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
          "step \(step.step)/\(step.totalSteps): loss \(String(format: "%.4f", step.loss)), "
            + "\(Int(rate)) tokens/s, \(Int((100 * rate * operations / peak).rounded())) % of the "
            + "GEMM peak, \(left / 60) min left")
      case .validation(let step, let loss):
        note(
          "step \(step): validation loss \(String(format: "%.4f", loss)), "
            + "perplexity \(String(format: "%.2f", exp(loss)))")
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
    options.layout = layout
    options.validationShare = validationShare
    options.isHalfPrecision = half
    options.training.epochs = epochs
    options.training.tokensPerStep = tokensPerStep
    options.training.optimizer.learningRate = learningRate
    options.training.optimizer.weightDecay = weightDecay
    options.training.schedule = LearningRateSchedule(shape: schedule, warmup: warmup)
    options.training.maximumGradientNorm = maxGradientNorm
    options.training.dropout = dropout
    options.training.seed = seed
    options.training.evaluateEvery = evalEvery
    options.training.saveEvery = saveEvery
    return try PretrainingRun(
      options,
      in: RunDestination(
        output: output, database: database,
        commandLine: ParsedCommandLine.current.text))
  }
}
