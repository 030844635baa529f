import ClassifierModels
import Files
import Foundation
import GPT2Kernels
import RunDatabase

/// What a run's folder remembers so that the run can be resumed: `run.json`.
struct RunPlan: ResumablePlan, Equatable {
  static let kind = "train"
  var name: String
  var options: TrainingOptions
  /// The database that records the run.
  var database: String
  var dataDigest: String
  var splitDigest: String
  /// Of the base's weights, and of its configuration and tokenizer.
  var baseDigest: String
  var baseFilesDigest: String
  var programVersion: String
  /// Of products with frozen weights, as it was found when the run began, or when it started over.
  var precision: Precision?
  /// Whether the frozen part's answers may be kept; where nobody remembers, they are not.
  var usesCache: Bool?

  static func path(in folder: String) -> String { folder + "/" + RunPlaces.plan }

  /// - Throws: What reading the base's small files throws.
  init(of run: Run, options: TrainingOptions, database: String) throws {
    name = run.name
    self.options = options
    self.database = database
    dataDigest = run.facts.data?.sha256 ?? ""
    splitDigest = run.facts.split?.sha256 ?? ""
    baseDigest = run.facts.base?.sha256 ?? ""
    baseFilesDigest = try BaseFiles.digest(ofBase: options.base)
    programVersion = SpamTune.version
    precision = Precision(rawValue: run.facts.precision)
  }

  /// The plan as the record of the run has it.
  ///
  /// - Throws: `KitError.unreadablePlan`.
  init(of run: Run, database: String) throws {
    try self.init(
      of: run, options: try TrainingOptions(recordedFor: run, in: database), database: database)
  }

  /// The name of the run of any kind that a folder holds.
  static func name(in folder: String) throws -> String {
    struct Name: Decodable { let name: String }
    let data = try Data(contentsOf: URL(fileURLWithPath: path(in: folder)))
    return try JSONDecoder().decode(Name.self, from: data).name
  }
}

extension TrainingOptions {
  /// The options that the record of a run has.
  ///
  /// - Throws: `KitError.unreadablePlan`.
  init(recordedFor run: Run, in database: String) throws {
    guard case .object(var settings) = run.facts.settings[RunFacts.allOptions] else {
      throw KitError.unreadablePlan(database, reason: "run \(run.name) has no options")
    }
    // Settings have no unsigned numbers; the seed has a column of its own.
    if case .object(var training) = settings["training"] {
      training["seed"] = 0
      settings["training"] = .object(training)
    }
    do {
      self = try JSONDecoder().decode(Self.self, from: try JSONEncoder().encode(settings))
      self.training.seed = run.facts.seed
    } catch is DecodingError {
      throw KitError.unreadablePlan(database, reason: "the settings of run \(run.name) are damaged")
    }
  }
}
