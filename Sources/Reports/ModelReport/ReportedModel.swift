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
package struct ReportedModel {
  /// Prepared for many texts.
  let classifier: TextClassifier
  let sha256: String
  /// The newest check of whether the messages that it sees have changed; nil where none was recorded.
  let drift: DriftReport?
  /// Nil for a model that no run made.
  let run: FinishedRun?
  /// Nil where no run made it, or none that is still recorded.
  let learning: LearningCurves?

  /// - Parameters:
  ///   - folder: A model, of this program or in Hugging Face's format.
  ///   - base: Where the base of a saved model is, when it was moved.
  ///   - precision: Of products with frozen weights.
  ///   - database: Where the model's run is recorded; nil for where `RunStore` finds it.
  ///   - furtherColumns: Names of columns to read with a run's messages.
  /// - Throws: `KitError.notReportable` for a run that has no model, `ModelError` for a base, and what
  ///   opening a model or a database throws.
  package init(
    folder: String, base: String? = nil, precision: PrecisionChoice = .auto,
    database: String? = nil, furtherColumns: [String] = [], home: Home = .standard
  ) throws {
    let run = FinishedRun(
      folder: folder, database: database, furtherColumns: furtherColumns, home: home)
    try run?.requireModel()
    self.run = run
    classifier = try TextClassifier(directory: folder, base: base).prepared(precision)
    let sha256 = try classifier.folder.digest()
    self.sha256 = sha256
    drift =
      if let run {
        try run.openDatabase().flatMap { try DriftReport.newest(ofModel: sha256, in: $0) }
      } else {
        try DriftReport.newest(
          ofModel: sha256, inFile: RunStore(database: database, home: home).database())
      }
    learning = try run.flatMap { run in
      guard let record = try run.record(), let runs = try run.openDatabase() else { return nil }
      return try LearningCurves(of: record.id, in: runs, folder: folder)
    }
  }

  /// The messages that are asked for.
  ///
  /// - Parameters:
  ///   - file: Labelled messages; nil for those that the model's run held out: its test part, or its
  ///     validation part where that is empty.
  ///   - reading: How the file is read.
  /// - Throws: `DatasetError`; `KitError.notHeldOut`, and what `FinishedRun.heldOut` throws.
  package func messages(
    file: String?, reading: ReadingOptions = ReadingOptions()
  ) throws -> LabelledMessages {
    if let file {
      return try LabelledMessages(file: file, reading: reading, classes: classifier.classes.names)
    }
    return try FinishedRun.heldOut(by: run, ofModelIn: classifier.folder.path)
  }
}
