import ArgumentParser
import Reports
import SpamTuneKit

struct Evaluate: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Measure a model on labelled messages.",
    discussion: "Every number comes with its 95 % interval, and is recorded in the database.")

  @Option(name: [.short, .long], help: "Model's folder, or a run's name. (default: the newest)")
  var model: String?
  @Option(name: [.short, .long], help: "File of labelled messages.") var data: String
  @Option(help: "Where the model's base is, when it was moved.") var base: String?
  @Option(help: "The class that precision and recall speak of. (default: the model's)")
  var positiveLabel: String?
  @Option(help: "Lowest probability that counts as positive. (default: the model's, or 0.5)")
  var threshold: Double?
  @Option(help: "What becomes of texts longer than the model reads.")
  var longText: LongText = .truncate
  @Option(help: "SQLite file that records the result. (default: that of the model's run)")
  var database: String?
  @Flag(help: "Keep the texts in the database, beside the predictions.") var storeText = false
  @Option(help: "How the result is printed.") var format: OutputFormat = .text
  @OptionGroup(title: "Reading files") var reading: ReadingArguments
  @Option(
    help: """
      Of products with frozen weights: auto is what training has checked the model with.
      """)
  var precision: PrecisionChoice = .auto
  @OptionGroup var threads: ThreadOptions
  @OptionGroup var optionsFile: OptionsFileArgument

  func run() throws {
    threads.apply()
    var classifier = try TextClassifier(
      directory: try ModelChoice.folder(model, database: database), base: base)
    if let threshold { classifier = try classifier.deciding(at: threshold, for: positiveLabel) }
    let result = try ModelEvaluation(
      of: classifier, on: data, reading: reading.options, positiveLabel: positiveLabel,
      longText: longText, precision: precision, storesText: storeText, database: database)
    switch format {
    case .json: try printJSON(result)
    case .text:
      try StandardOutput.print(EvaluationText.complete(result.metrics))
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
