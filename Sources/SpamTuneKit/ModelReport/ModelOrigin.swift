import Files
import FineTuning
import Foundation
import RunDatabase
import TextDatasets

/// The training run that made a model, as far as it is still known.
struct ModelOrigin: Sendable {
  let name: String
  /// Nil where the database is gone or knows nothing of the run.
  let run: Run?
  /// Nil for the same reason.
  let learning: LearningCurves?
  /// Of the file that the training messages came from; nil where it is gone.
  let dataSHA256: String?
  /// The training messages; nil where their file is gone or has changed.
  let training: LabelledMessages?
  private let trainingKeys: Set<MessageNormalisation.Key>?

  /// - Parameters:
  ///   - folder: A finished run's.
  ///   - database: Nil for the one that the folder names.
  /// - Throws: `KitError`, `RunDatabaseError`.
  init(folder: String, database path: String?) throws {
    let plan = try TrainingManifest(folder: folder)
    name = plan.name
    let place = path.map(absolutePath) ?? plan.database
    if FileManager.default.fileExists(atPath: place) {
      let database = try RunDatabase.openReadOnly(path: place)
      run = try Self.run(of: plan, in: folder, database)
      learning = try run.map { try LearningCurves(of: $0.id, in: database, folder: folder) }
    } else {
      (run, learning) = (nil, nil)
    }
    dataSHA256 =
      switch plan.options.data.source {
      case .file: plan.dataDigest
      case .files(let train, _, _): try? FileDigest.of(path: train).sha256
      }
    training = try? LabelledMessages(part: .train, ofRunIn: folder)
    trainingKeys = training.map { Set($0.texts.map(MessageNormalisation.key)) }
  }

  /// Those that equal a training message after normalisation, by index; nil where training is not known.
  func seen(_ texts: [String]) -> Set<Int>? {
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
}
