import ClassifierModels
import Foundation
import GPT2Kernels
import RunDatabase

/// What a cross-validation's folder remembers so that it can be resumed: `run.json`. What its rounds found
/// is in the database alone.
struct CrossValidationRunPlan: ResumablePlan, Equatable {
  static let kind = "cross-validate"

  private(set) var kind: String = Self.kind
  var name: String
  var options: TrainingOptions
  var plan: CrossValidationPlan
  /// The database that records the run.
  var database: String
  var dataDigest: String
  /// Of the base's weights, and of its configuration and tokenizer.
  var baseDigest: String
  var baseFilesDigest: String
  var programVersion: String
  /// Of products with frozen weights.
  var precision: Precision
  /// What that precision did to answers of the first round. Until it is known, nothing that was found in a
  /// lower precision is recorded.
  var precisionCheck: PrecisionCheck?
  /// Whether the frozen part's answers may be kept; where nobody remembers, they are not.
  var usesCache: Bool?

  /// - Throws: What reading the base's small files throws.
  init(
    of run: Run, options: TrainingOptions, plan: CrossValidationPlan, database: String
  ) throws {
    name = run.name
    self.options = options
    self.plan = plan
    self.database = database
    dataDigest = run.facts.data?.sha256 ?? ""
    baseDigest = run.facts.base?.sha256 ?? ""
    baseFilesDigest = try BaseFiles.digest(ofBase: options.base)
    programVersion = SpamTune.version
    precision = Precision(rawValue: run.facts.precision) ?? .float32
  }

  /// The plan as the record of the run has it.
  ///
  /// - Throws: `KitError.unreadablePlan`.
  init(of run: Run, database: String) throws {
    let options = try TrainingOptions(recordedFor: run, in: database)
    guard
      let plan = try? JSONDecoder().decode(
        CrossValidationPlan.self, from: try JSONEncoder().encode(run.facts.settings))
    else {
      throw KitError.unreadablePlan(database, reason: "the settings of run \(run.name) are damaged")
    }
    try self.init(of: run, options: options, plan: plan, database: database)
  }

  /// Whether results have to wait for the first round's check.
  var awaitsCheck: Bool { precision != .float32 && precisionCheck == nil }
}
