import ArgumentParser
import SpamTuneKit

extension LongText: ExpressibleByArgument {}

/// Which saved model is used, and how it reads texts.
struct ModelUse: ParsableArguments {
  @OptionGroup var choice: ModelChoice
  @OptionGroup var reading: ModelReading
}

/// Which saved model is used.
struct ModelChoice: ParsableArguments {
  @Option(name: [.short, .long], help: "Model's folder, or a run's name. (default: the newest)")
  var model: String?
  @Option(help: "Folder of the model's base, if it is not where the model says.") var base: String?
  @Option(help: "SQLite file of the runs. (default: that of the model's run)")
  var database: String?

  /// - Parameter isUndecided: Whether the model answers as if it had never been calibrated.
  /// - Throws: What finding and opening the model throws.
  func classifier(isUndecided: Bool = false) throws -> TextClassifier {
    try TextClassifier(directory: try folder(), base: base, decidesAnew: isUndecided)
  }

  /// The model's folder.
  func folder() throws -> String { try RunStore(database: database).model(model) }

  /// The run that made a model; nil where none did.
  ///
  /// - Parameter furtherColumns: Names of columns to read with its messages.
  func run(ofModelIn folder: String, furtherColumns: [String] = []) -> FinishedRun? {
    FinishedRun(folder: folder, database: database, furtherColumns: furtherColumns)
  }
}

/// How a model reads texts.
struct ModelReading: ParsableArguments {
  @Option(
    help: """
      How to shorten texts beyond the context length: keep the start, keep the start and the end, read all in \
      windows, or refuse them.
      """)
  var longText: LongText = .truncate
  @Option(help: "Precision of frozen layers; auto uses what training verified.")
  var precision: PrecisionChoice = .auto
}
