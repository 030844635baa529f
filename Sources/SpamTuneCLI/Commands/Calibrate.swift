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

  @OptionGroup var choice: ModelChoice
  @Option(
    name: [.short, .long],
    help: "File of labelled messages. (default: the validation part of the model's run)")
  var data: String?
  @OptionGroup(title: "Deciding") var decision: DecisionArguments
  @OptionGroup(title: "Reading files") var reading: ReadingArguments
  @Option(help: "How to shorten texts beyond the context length.")
  var longText: LongText = .truncate
  @Option(help: "Output format.") var format: OutputFormat = .text
  @OptionGroup var threads: ThreadOptions
  @OptionGroup var optionsFile: OptionsFileArgument

  func run() throws {
    threads.apply()
    let classifier = try choice.classifier(isUndecided: true)
    let result = try ModelCalibration(
      of: classifier, madeBy: choice.run(ofModelIn: classifier.folder.path), on: data,
      reading: reading.options, longText: longText,
      options: try decision.options() ?? DecisionOptions())
    switch format {
    case .json: try printJSON(result)
    case .text: try StandardOutput.print(result.remarks.joined(separator: "\n"))
    }
  }
}
