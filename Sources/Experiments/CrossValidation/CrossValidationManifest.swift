import ClassifierModels
import Foundation
import GPT2Kernels
import RunDatabase
import TextDatasets

/// What a cross-validation's folder remembers: `run.json`. What its rounds found is in the database alone.
struct CrossValidationManifest: ClassifierManifest, Equatable {
  static let kind = "cross-validate"

  private(set) var kind: String = Self.kind
  let name: String
  var options: TrainingOptions
  let plan: CrossValidationPlan
  let database: String
  let dataDigest: String
  let baseDigest: String
  let baseFilesDigest: String
  let programVersion: String
  var precision: Precision?
  /// What that precision did to answers of the first round. Until it is known, nothing that was found in a
  /// lower precision is recorded.
  var precisionCheck: PrecisionCheck?
  var usesCache: Bool?

  init(of run: Run, database: String) throws {
    name = run.name
    options = try TrainingOptions(recordedFor: run, in: database)
    guard
      let plan = try? JSONDecoder().decode(
        CrossValidationPlan.self, from: try JSONEncoder().encode(run.facts.settings))
    else {
      throw KitError.unreadablePlan(database, reason: "the settings of run \(run.name) are damaged")
    }
    self.plan = plan
    self.database = database
    dataDigest = run.facts.data?.sha256 ?? ""
    baseDigest = run.facts.base?.sha256 ?? ""
    baseFilesDigest = try BaseFiles.digest(ofBase: options.base)
    programVersion = SpamTune.version
    precision = Precision(rawValue: run.facts.precision)
  }

  /// Whether results have to wait for the first round's check.
  var awaitsCheck: Bool { frozenPrecision != .float32 && precisionCheck == nil }

  /// - Throws: `KitError.changed` where the file holds something else than when the run began.
  func requireUnchanged(_ data: LabelledDataset) throws(KitError) {
    try require(data.reference.path, isUnchanged: data.digest == dataDigest)
  }
}
