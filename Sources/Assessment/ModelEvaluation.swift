import ClassificationMetrics
import ClassifierModels
import Experiments
import Files
import Foundation
import RunDatabase
import TextDatasets

/// Measures a trained model on labelled messages that it was given in a file.
public struct ModelEvaluation: Sendable, Encodable {
  /// The model's folder.
  public let model: String
  /// The file of messages.
  public let data: String
  public let metrics: Evaluation
  public let seconds: Double
  /// Messages that lie between two thresholds, and count as negative.
  public let unsureMessages: Int
  /// Rows that could not be read and were left out.
  public let skippedRows: Int
  /// Messages of which only a part was read.
  public let truncatedMessages: Int

  /// Evaluates and records the result.
  ///
  /// - Parameters:
  ///   - classifier: The model.
  ///   - file: Messages with labels that the model knows.
  ///   - positiveLabel: Nil for the model's own.
  ///   - longText: What becomes of texts that are too long; `.windows` averages.
  ///   - precision: Of products with frozen weights.
  ///   - storesText: Whether the database keeps the texts beside the predictions.
  ///   - database: Where to record it; nil for the database of the model's run, else the home's.
  /// - Throws: `DatasetError`, `KitError`, `RunDatabaseError`.
  public init(
    of classifier: TextClassifier, on file: String, reading: ReadingOptions,
    positiveLabel: String? = nil, longText: LongText = .truncate,
    precision: PrecisionChoice = .auto, storesText: Bool = false, database: String? = nil,
    home: Home = .standard
  ) throws {
    let start = ContinuousClock.now
    let classifier = try classifier.prepared(precision)
    let messages = try LabelledMessages(
      file: file, reading: reading, classes: classifier.classes.names)
    let answers = try ScoredMessages(
      messages, by: classifier, positiveLabel: positiveLabel, longText: longText)
    model = classifier.folder.path
    data = file
    metrics = answers.evaluation
    unsureMessages = answers.unsureCount
    skippedRows = messages.skippedRows
    truncatedMessages = answers.truncatedMessages
    seconds = start.duration(to: .now).inSeconds

    let runs = try RunDatabase(path: Self.database(database, model: model, home: home))
    try runs.append(
      evaluation: EvaluationRecord(
        metrics, by: answers.measurement.decision, run: try runs.run(inFolder: model)?.id,
        part: .file,
        data: FileReference(path: absolutePath(file), sha256: messages.sha256),
        model: FileReference(path: absolutePath(model), sha256: try classifier.folder.digest()),
        seconds: seconds),
      predictions: answers.predictions(storesText: storesText))
  }

  /// Where what is found out about a model is recorded: in the database that was named, else in that of the run
  /// that made it. The folder of the file is made if it is missing.
  static func database(_ path: String?, model: String, home: Home) throws -> String {
    let place =
      FinishedRun(folder: model, database: path, home: home)?.database
      ?? RunStore(database: path, home: home).database()
    try FileManager.default.createDirectory(
      atPath: (place as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
    return place
  }
}
