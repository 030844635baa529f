public import Foundation

/// Where a run stands.
public enum RunStatus: String, Codable, Hashable, Sendable, CaseIterable {
  /// Training, or killed without a chance to say so.
  case running
  case finished
  /// Stopped by its user; can be resumed.
  case interrupted
  /// Ended by an error; the run's `message` says which.
  case failed
}

/// One training run as the database knows it.
public struct Run: Decodable, Identifiable, Hashable, Sendable {
  /// Names the run inside its database; people use `name`.
  public typealias ID = RowID<Run>

  public let id: ID
  /// Unique in the database.
  public let name: String
  /// Absolute path of the folder with the run's checkpoints and saved model.
  public let folder: String
  public let status: RunStatus
  /// Why the run failed or stopped.
  public let message: String?
  public let createdAt: Date
  /// When it last finished, failed or was interrupted; nil while it runs.
  public let finishedAt: Date?
  /// Seconds of wall time by phase ("tokenise", "features", "train", …), over all its sessions.
  public let seconds: [String: Double]
  public let peakMemoryBytes: Int64?
  public internal(set) var facts: RunMetadata

  fileprivate enum CodingKeys: String, CodingKey {
    case id, name, folder, status, message
    case createdAt = "created_at"
    case finishedAt = "finished_at"
    case seconds
    case peakMemoryBytes = "peak_memory_bytes"
    /// No column: GRDB reads it from the columns of the same row.
    case facts
  }
}

/// Everything about a run that is known before its first step and never changes afterwards.
public struct RunMetadata: Codable, Hashable, Sendable {
  /// What is being done: "train" for fine-tuning a classifier.
  public var kind: String
  private var basePath: String?
  private var baseSHA256: String?
  private var dataPath: String?
  private var dataSHA256: String?
  private var splitSHA256: String?
  private var trainExamples: Int?
  private var validationExamples: Int?
  private var testExamples: Int?
  /// Class names in the order of the logits.
  public var classes: [String]
  /// The class that precision, recall and thresholds speak of.
  public var positiveClass: String?
  @DecimalText public var seed: UInt64
  public var programVersion: String
  /// The command as its user typed it.
  public var commandLine: String
  /// Processor cores the run may use.
  public var cores: Int
  /// Number format of the arithmetic, such as "float32".
  public var precision: String
  /// The effective hyper-parameters, defaults included, by option name.
  public var settings: [String: SettingValue] = [:]

  /// All but the settings, which are rows of their own.
  private enum CodingKeys: String, CodingKey {
    case kind
    case basePath = "base_path"
    case baseSHA256 = "base_sha256"
    case dataPath = "data_path"
    case dataSHA256 = "data_sha256"
    case splitSHA256 = "split_sha256"
    case trainExamples = "train_examples"
    case validationExamples = "validation_examples"
    case testExamples = "test_examples"
    case classes
    case positiveClass = "positive_class"
    case seed
    case programVersion = "program_version"
    case commandLine = "command_line"
    case cores, precision
  }

  public init(
    kind: String = "train", base: FileReference? = nil, data: FileReference? = nil,
    split: SplitFacts? = nil, classes: [String], positiveClass: String? = nil, seed: UInt64,
    programVersion: String, commandLine: String, cores: Int, precision: String,
    settings: [String: SettingValue] = [:]
  ) {
    self.kind = kind
    self.classes = classes
    self.positiveClass = positiveClass
    self.seed = seed
    self.programVersion = programVersion
    self.commandLine = commandLine
    self.cores = cores
    self.precision = precision
    self.settings = settings
    self.base = base
    self.data = data
    self.split = split
  }

  /// The checkpoint that training starts from; none when it starts from random weights.
  public var base: FileReference? {
    get { FileReference(basePath, baseSHA256) }
    set { (basePath, baseSHA256) = (newValue?.path, newValue?.sha256) }
  }

  /// The labelled messages.
  public var data: FileReference? {
    get { FileReference(dataPath, dataSHA256) }
    set { (dataPath, dataSHA256) = (newValue?.path, newValue?.sha256) }
  }

  public var split: SplitFacts? {
    get {
      splitSHA256.map {
        SplitFacts(
          sha256: $0, trainExamples: trainExamples ?? 0,
          validationExamples: validationExamples ?? 0, testExamples: testExamples ?? 0)
      }
    }
    set {
      splitSHA256 = newValue?.sha256
      trainExamples = newValue?.trainExamples
      validationExamples = newValue?.validationExamples
      testExamples = newValue?.testExamples
    }
  }

  /// The setting that holds all options once more, in one object, so that a run can be begun again.
  package static let allOptions = "options"

  /// The settings by their own names alone.
  package var namedSettings: [String: SettingValue] {
    settings.filter { $0.key != Self.allOptions }
  }
}

/// Which messages went where: one digest over the assignment, and how many each part got.
public struct SplitFacts: Hashable, Sendable {
  /// SHA-256 of the assignment, 64 lower-case hexadecimal digits. Two runs with the same digest
  /// trained and were measured on the same messages.
  public var sha256: String
  public var trainExamples: Int
  public var validationExamples: Int
  public var testExamples: Int

  public init(sha256: String, trainExamples: Int, validationExamples: Int, testExamples: Int) {
    self.sha256 = sha256
    self.trainExamples = trainExamples
    self.validationExamples = validationExamples
    self.testExamples = testExamples
  }
}

/// A file or folder outside the database, and the digest that proves it is still the same one.
public struct FileReference: Hashable, Sendable {
  /// Absolute, so that it means the same from every working directory.
  public var path: String
  /// SHA-256 in 64 lower-case hexadecimal digits.
  public var sha256: String

  public init(path: String, sha256: String) {
    self.path = path
    self.sha256 = sha256
  }

  /// From two columns; nil unless both have a value.
  init?(_ path: String?, _ sha256: String?) {
    guard let path, let sha256 else { return nil }
    self.init(path: path, sha256: sha256)
  }
}

/// A hyper-parameter of a run.
struct RunSetting: Codable {
  let name: String
  /// As JSON text.
  let value: String
}

/// A run as it is first written: SQLite gives it its number, and the schema its seconds.
struct NewRun: Encodable {
  let name: String
  let folder: String
  let createdAt: Date
  let facts: RunMetadata

  func encode(to encoder: any Encoder) throws {
    var columns = encoder.container(keyedBy: Run.CodingKeys.self)
    try columns.encode(name, forKey: .name)
    try columns.encode(folder, forKey: .folder)
    try columns.encode(RunStatus.running, forKey: .status)
    try columns.encode(createdAt, forKey: .createdAt)
    try facts.encode(to: encoder)
  }
}
