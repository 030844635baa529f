import ClassifierModels
import Drift
import Files
import Foundation
import RunDatabase
import TextDatasets

/// A model that reports are made of: opened once, measured on any number of sets of messages.
///
/// Nothing is recorded: a report only reads.
public struct ReportedModel: Sendable {
  /// Prepared for many texts.
  let classifier: TextClassifier
  let sha256: String
  /// The newest check of whether the messages that it sees have changed; nil where none was recorded.
  let drift: DriftReport?
  /// Nil for a model that no run made.
  let origin: ModelOrigin?

  /// - Parameters:
  ///   - folder: A model, of this program or in Hugging Face's format.
  ///   - base: Where the base of a saved model is, when it was moved.
  ///   - precision: Of products with frozen weights.
  ///   - database: Where the model's run is recorded; nil for where its folder says.
  /// - Throws: `KitError.notReportable` for a run that has no model, `ModelError` for a base, and what
  ///   opening a model or a database throws.
  public init(
    folder: String, base: String? = nil, precision: PrecisionChoice = .auto,
    database: String? = nil, home: Home = .standard
  ) throws {
    let isRun = RunLookup.hasRun(folder)
    if isRun { try Self.checkModel(inRunFolder: folder) }
    classifier = try TextClassifier(directory: folder, base: base).prepared(precision)
    sha256 = try classifier.folder.digest()
    origin = isRun ? try ModelOrigin(folder: folder, database: database) : nil
    let recorded = isRun ? try TrainingManifest(folder: folder).database : home.database
    drift = try DriftReport.newest(
      ofModel: sha256, in: database.map(absolutePath) ?? recorded)
  }

  /// The messages that are asked for.
  ///
  /// - Parameters:
  ///   - file: Labelled messages; nil for those that the model's run held out: its test part, or its
  ///     validation part where that is empty.
  ///   - reading: How the file is read. Its further columns count for a run's part as well.
  /// - Throws: `DatasetError`, and what `LabelledMessages(heldOutByRunIn:)` throws.
  public func messages(
    file: String?, reading: ReadingOptions = ReadingOptions()
  ) throws -> LabelledMessages {
    if let file {
      return try LabelledMessages(file: file, reading: reading, classes: classifier.classes.names)
    }
    return try LabelledMessages(
      heldOutByRunIn: classifier.folder.path, furtherColumns: reading.furtherColumns)
  }

  /// Throws unless a run's folder holds a model that can be measured.
  private static func checkModel(inRunFolder folder: String) throws {
    do {
      _ = try TrainingManifest(folder: folder)
    } catch KitError.otherKind(_, let kind) {
      throw KitError.notReportable(folder, reason: reason(against: kind))
    } catch KitError.unreadablePlan where isBaseline(folder) {
      throw KitError.notReportable(folder, reason: reason(against: "baseline"))
    }
    guard FileManager.default.fileExists(atPath: folder + "/config.json") else {
      throw KitError.notReportable(
        folder,
        reason:
          "the run has not finished, so there is no model yet. Wait for it, or resume it")
    }
  }

  /// - Parameter kind: The command that made a run.
  private static func reason(against kind: String) -> String {
    guard kind != "pretrain" else {
      return
        "a pretraining makes a base, which classifies nothing. Train it first: name it as `base`"
    }
    return
      "a run of '\(kind)' leaves no model that could be measured again. Its record has its results; report "
      + "on a run of 'train'"
  }

  private static func isBaseline(_ folder: String) -> Bool {
    struct Plan: Decodable {
      struct Options: Decodable { let baseline: String }
      let options: Options
    }
    let data = FileManager.default.contents(atPath: RunLayout.manifest(in: folder)) ?? Data()
    return (try? JSONDecoder().decode(Plan.self, from: data)) != nil
  }
}
