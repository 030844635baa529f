import ClassifierModels
import Drift
import Experiments
import Files
import Foundation
import RunDatabase
import SpamTuneKit
import TextDatasets

/// A model that reports are made of: opened once, measured on any number of sets of messages.
///
/// Nothing is recorded: a report only reads.
package struct ReportedModel: Sendable {
  /// Prepared for many texts.
  let classifier: TextClassifier
  let sha256: String
  /// The newest check of whether the messages that it sees have changed; nil where none was recorded.
  let drift: DriftReport?
  /// Nil for a model that no run made.
  let origin: ModelOrigin?
  /// Nil where no run made it, or none that is still recorded.
  let learning: LearningCurves?

  /// - Parameters:
  ///   - folder: A model, of this program or in Hugging Face's format.
  ///   - base: Where the base of a saved model is, when it was moved.
  ///   - precision: Of products with frozen weights.
  ///   - database: Where the model's run is recorded; nil for where its folder says.
  /// - Throws: `KitError.notReportable` for a run that has no model, `ModelError` for a base, and what
  ///   opening a model or a database throws.
  package init(
    folder: String, base: String? = nil, precision: PrecisionChoice = .auto,
    database: String? = nil, home: Home = .standard
  ) throws {
    origin =
      RunLookup.hasRun(folder) ? try ModelOrigin(folder: folder, database: database) : nil
    classifier = try TextClassifier(directory: folder, base: base).prepared(precision)
    sha256 = try classifier.folder.digest()
    drift = try DriftReport.newest(
      ofModel: sha256, in: origin?.database ?? database.map(absolutePath) ?? home.database)
    learning = try origin.flatMap { origin in
      try origin.run.map { run in
        try LearningCurves(
          of: run.id, in: RunDatabase.openReadOnly(path: origin.database), folder: folder)
      }
    }
  }

  /// The messages that are asked for.
  ///
  /// - Parameters:
  ///   - file: Labelled messages; nil for those that the model's run held out: its test part, or its
  ///     validation part where that is empty.
  ///   - reading: How the file is read. Its further columns count for a run's part as well.
  /// - Throws: `DatasetError`, and what `LabelledMessages(heldOutByRunIn:)` throws.
  package func messages(
    file: String?, reading: ReadingOptions = ReadingOptions()
  ) throws -> LabelledMessages {
    if let file {
      return try LabelledMessages(file: file, reading: reading, classes: classifier.classes.names)
    }
    return try LabelledMessages(
      heldOutByRunIn: classifier.folder.path, furtherColumns: reading.furtherColumns)
  }
}
