import ArgumentParser
import Reports
import SpamTuneKit

struct Evaluate: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Measure a model on labelled messages.",
    discussion: "Every number comes with its 95 % interval, and is recorded in the database.")

  @OptionGroup var use: ModelUse
  @Option(name: [.short, .long], help: "File of labelled messages.") var data: String
  @Option(help: "The class that precision and recall speak of. (default: the model's)")
  var positiveLabel: String?
  @Option(help: "Lowest probability that counts as positive. (default: the model's, or 0.5)")
  var threshold: Double?
  @Flag(help: "Record the texts beside the predictions in the database.") var storeText = false
  @Option(help: "Output format.") var format: OutputFormat = .text
  @OptionGroup(title: "Reading files") var reading: ReadingArguments
  @OptionGroup var threads: ThreadOptions
  @OptionGroup var optionsFile: OptionsFileArgument

  func run() throws {
    threads.apply()
    var classifier = try use.choice.classifier()
    if let threshold { classifier = try classifier.deciding(at: threshold, for: positiveLabel) }
    let result = try ModelEvaluation(
      of: classifier, on: data, reading: reading.options, positiveLabel: positiveLabel,
      longText: use.reading.longText, precision: use.reading.precision, storesText: storeText,
      database: use.choice.database)
    switch format {
    case .json: try printJSON(result)
    case .text:
      try StandardOutput.print(Document(result.metrics))
      if result.unsureMessages > 0 {
        note("\(result.unsureMessages) messages are left unsure; they count as negative here")
      }
      if result.truncatedMessages > 0 {
        note("\(result.truncatedMessages) messages were longer than the model reads and were cut")
      }
      if result.skippedRows > 0 { note("\(result.skippedRows) bad rows were skipped") }
    }
  }
}
