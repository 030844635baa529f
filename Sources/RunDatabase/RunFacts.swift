/// Everything about a run that is known before its first step and never changes afterwards.
public struct RunFacts: Hashable, Sendable {
  /// What is being done: "train" for fine-tuning a classifier.
  public var kind: String
  /// The checkpoint that training starts from; none when it starts from random weights.
  public var base: FileReference?
  /// The labelled messages.
  public var data: FileReference?
  public var split: SplitFacts?
  /// Class names in the order of the logits.
  public var classes: [String]
  /// The class that precision, recall and thresholds speak of.
  public var positiveClass: String?
  public var seed: UInt64
  public var programVersion: String
  /// The command as its user typed it.
  public var commandLine: String
  /// Processor cores the run may use.
  public var cores: Int
  /// Number format of the arithmetic, such as "float32".
  public var precision: String
  /// The effective hyper-parameters, defaults included, by option name.
  public var settings: [String: SettingValue]

  /// The setting that holds all options once more, in one object, so that a run can be begun again.
  package static let allOptions = "options"

  /// The settings by their own names alone.
  package var namedSettings: [String: SettingValue] {
    settings.filter { $0.key != Self.allOptions }
  }

  public init(
    kind: String = "train", base: FileReference? = nil, data: FileReference? = nil,
    split: SplitFacts? = nil, classes: [String], positiveClass: String? = nil, seed: UInt64,
    programVersion: String, commandLine: String, cores: Int, precision: String,
    settings: [String: SettingValue] = [:]
  ) {
    self.kind = kind
    self.base = base
    self.data = data
    self.split = split
    self.classes = classes
    self.positiveClass = positiveClass
    self.seed = seed
    self.programVersion = programVersion
    self.commandLine = commandLine
    self.cores = cores
    self.precision = precision
    self.settings = settings
  }
}
