import ArgumentParser
import SpamTuneKit

struct Calibrate: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Choose how a trained model's answers are decided on.",
    discussion: """
      Fits a temperature, so that probabilities mean what they say, and chooses thresholds, both by \
      messages that the model did not learn from. They are kept in decision.json in the model's folder, \
      and 'classify', 'evaluate', 'report' and 'export' go by them. With --no-temperature and nothing \
      else the model answers as if it had never been calibrated.
      """)

  @Option(name: [.short, .long], help: "Model's folder, or a run's name. (default: the newest)")
  var model: String?
  @Option(
    name: [.short, .long],
    help: "File of labelled messages. (default: the validation part of the model's run)")
  var data: String?
  @Option(help: "Where the model's base is, when it was moved.") var base: String?
  @Option(help: "Database in which to look for runs.") var database: String?
  @OptionGroup(title: "Deciding") var decision: DecisionArguments
  @OptionGroup(title: "Reading files") var reading: ReadingArguments
  @Option(help: "What becomes of texts longer than the model reads.")
  var longText: LongText = .truncate
  @Option(help: "How the result is printed.") var format: OutputFormat = .text
  @OptionGroup var threads: ThreadOptions
  @OptionGroup var optionsFile: OptionsFileArgument

  func run() throws {
    threads.apply()
    let classifier = try TextClassifier(
      directory: try ModelChoice.folder(model, database: database), base: base, decidesAnew: true)
    let result = try ModelCalibration(
      of: classifier, on: data, reading: reading.options, longText: longText,
      options: try decision.options())
    switch format {
    case .json: try printJSON(result)
    case .text: try StandardOutput.print(result.remarks.joined(separator: "\n"))
    }
  }
}
