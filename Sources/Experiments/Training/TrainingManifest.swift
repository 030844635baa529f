import ClassifierModels
import FineTuning
import GPT2Kernels
import RunDatabase
import TextDatasets

/// What the folders of trainings on labelled messages and a base have in common.
package protocol ClassifierManifest: ResumableManifest, PrecisionManifest {
  /// What the run was told.
  var options: TrainingOptions { get set }
  var dataDigest: String { get }
  /// Of the base's weights, and of its configuration and tokenizer.
  var baseDigest: String { get }
  var baseFilesDigest: String { get }
  /// Of products with frozen weights, as it was found when the run began, or when it started over.
  var precision: Precision? { get set }
  /// Whether features may be kept for later runs; where nobody remembers, they are not.
  var usesCache: Bool? { get set }
}

extension ClassifierManifest {
  /// Of products with frozen weights: in runs that do not say it is float32.
  package var frozenPrecision: Precision { precision ?? .float32 }

  package mutating func fallBackToFloat32() {
    precision = .float32
    options.precision = .float32
  }

  /// Where features are kept; nil where they are to be computed anew.
  package func cache(in home: Home) -> FeatureCache? { usesCache ?? false ? home.cache : nil }

  /// - Parameter digest: Of the weights of the base's own folder.
  /// - Throws: `KitError.changed`; what reading the base's small files throws.
  package func requireUnchangedBase(_ digest: String) throws {
    let isUnchanged =
      try digest == baseDigest && BaseFiles.digest(ofBase: options.base) == baseFilesDigest
    try require(options.base, isUnchanged: isUnchanged)
  }
}

/// What a training's folder remembers: `run.json`.
package struct TrainingManifest: ClassifierManifest, Equatable {
  package static let kind = "train"

  package let name: String
  package var options: TrainingOptions
  package let database: String
  package let dataDigest: String
  package let splitDigest: String
  package let baseDigest: String
  package let baseFilesDigest: String
  package let programVersion: String
  package var precision: Precision?
  package var usesCache: Bool?

  package init(of run: Run, database: String) throws {
    name = run.name
    options = try TrainingOptions(recordedFor: run, in: database)
    self.database = database
    dataDigest = run.facts.data?.sha256 ?? ""
    splitDigest = run.facts.split?.sha256 ?? ""
    baseDigest = run.facts.base?.sha256 ?? ""
    baseFilesDigest = try BaseFiles.digest(ofBase: options.base)
    programVersion = SpamTune.version
    precision = Precision(rawValue: run.facts.precision)
  }

  /// - Parameter data: Read and divided as `options` say.
  /// - Throws: `KitError.changed` where the files hold something else than when the run began.
  package func requireUnchanged(_ data: LabelledDataset) throws(KitError) {
    try require(
      data.reference.path,
      isUnchanged: data.digest == dataDigest && data.split.digest == splitDigest)
  }
}

extension TrainingOptions {
  /// The options that the record of a run has.
  ///
  /// - Throws: `KitError.unreadablePlan`.
  package init(recordedFor run: Run, in database: String) throws {
    self = try run.options(in: database)
    training.seed = run.facts.seed
  }
}

extension RunSession where Manifest: ClassifierManifest {
  /// Makes sure that this machine can go on in the run's precision.
  ///
  /// - Throws: `SettingError`; `RunDatabaseError`.
  package func requirePrecision() throws {
    try manifest.frozenPrecision.require(toResume: manifest.name)
    // A kill may have come between starting over in another precision and recording it.
    try database.update(precision: manifest.frozenPrecision.rawValue, of: run.id)
  }
}
