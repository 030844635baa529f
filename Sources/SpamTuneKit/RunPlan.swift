import Foundation
import GPT2Kernels
import RunDatabase
import WholeFiles

/// What a run's folder remembers so that the run can be resumed: `run.json`.
struct RunPlan: Codable, Equatable {
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
    guard case .object(var settings) = run.facts.settings[RunSettings.whole] else {
      throw KitError.unreadablePlan(database, reason: "run \(run.name) has no options")
    }
    // Settings have no unsigned numbers; the seed has a column of its own.
    if case .object(var training) = settings["training"] {
      training["seed"] = 0
      settings["training"] = .object(training)
    }
    do {
      var options = try JSONDecoder().decode(
        TrainingOptions.self, from: try JSONEncoder().encode(settings))
      options.training.seed = run.facts.seed
      self = try Self(of: run, options: options, database: database)
    } catch is DecodingError {
      throw KitError.unreadablePlan(database, reason: "the settings of run \(run.name) are damaged")
    }
  }

  /// The name of the run of any kind that a folder holds.
  static func name(in folder: String) throws -> String {
    struct Name: Decodable { let name: String }
    let data = try Data(contentsOf: URL(fileURLWithPath: path(in: folder)))
    return try JSONDecoder().decode(Name.self, from: data).name
  }

  init(folder: String) throws {
    let path = Self.path(in: folder)
    guard let data = FileManager.default.contents(atPath: path) else {
      throw KitError.noSuchRun(folder)
    }
    do {
      self = try JSONDecoder().decode(RunPlan.self, from: data)
    } catch {
      throw KitError.unreadablePlan(path, reason: "not the description of a training")
    }
  }

  /// Writes the plan into the run's folder, which is made if it is missing.
  func write(to folder: String) throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try writeJSON(self, to: Self.path(in: folder))
  }
}

/// Writes a value as indented JSON with sorted keys, whole or not at all.
func writeJSON(_ value: some Encodable, to path: String) throws {
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
  try AtomicFile.write(Array(try encoder.encode(value)) + Array("\n".utf8), to: path)
}
