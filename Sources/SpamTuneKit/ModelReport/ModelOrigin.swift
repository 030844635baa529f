import Files
import FineTuning
import Foundation
import RunDatabase
import TextDatasets

/// The training run that made a model, as far as it is still known.
package struct ModelOrigin: Sendable {
  package let name: String
  /// Nil where the database is gone or knows nothing of the run.
  package let run: Run?
  /// The file that records the run; it may be gone.
  package let database: String
  /// Of the file that the training messages came from; nil where it is gone.
  package let dataSHA256: String?
  /// The training messages; nil where their file is gone or has changed.
  package let training: LabelledMessages?
  private let trainingKeys: Set<MessageNormalisation.Key>?

  /// - Parameters:
  ///   - folder: A finished run's.
  ///   - database: Nil for the one that the folder names.
  /// - Throws: `KitError.notReportable` for a run that has no model; `RunDatabaseError`.
  package init(folder: String, database path: String?) throws {
    try Self.checkModel(inRunFolder: folder)
    let plan = try TrainingManifest(folder: folder)
    name = plan.name
    database = path.map(absolutePath) ?? plan.database
    run =
      FileManager.default.fileExists(atPath: database)
      ? try Self.run(of: plan, in: folder, RunDatabase.openReadOnly(path: database)) : nil
    dataSHA256 =
      switch plan.options.data.source {
      case .file: plan.dataDigest
      case .files(let train, _, _): try? FileDigest.of(path: train).sha256
      }
    training = try? LabelledMessages(part: .train, ofRunIn: folder)
    trainingKeys = training.map { Set($0.texts.map(MessageNormalisation.key)) }
  }

  /// Those that equal a training message after normalisation, by index; nil where training is not known.
  package func seen(_ texts: [String]) -> Set<Int>? {
    trainingKeys.map { keys in
      Set(texts.indices.filter { keys.contains(MessageNormalisation.key(texts[$0])) })
    }
  }

  /// The record of a folder's run, which may have been moved since.
  private static func run(
    of plan: TrainingManifest, in folder: String, _ database: RunDatabase
  ) throws -> Run? {
    if let run = try database.run(inFolder: folder) { return run }
    guard let run = try database.run(named: plan.name),
      run.facts.split?.sha256 == plan.splitDigest
    else { return nil }
    return run
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
