/// Which model a report speaks of, and how it came to be.
public struct ReportSubject: Sendable, Codable, Equatable {
  /// Its folder.
  public var model: String
  public var sha256: String
  /// Name of the run that made it.
  public var run: String?
  /// The command line that made it.
  public var command: String?
  /// The command line that made the report.
  public var reportCommand: String
  /// Of this program.
  public var version: String
  /// UTC, ISO 8601.
  public var createdAt: String
  public var base: String?
  public var classes: [String]
  public var positiveClass: String?
  public var parameters: Int
  /// That logits are divided by before they become probabilities; 1 for as they are.
  public var temperature: Double
  /// Lowest probability of the positive class that counts as positive, and lowest that counts as unsure.
  public var threshold: Double?
  public var unsureFrom: Double?
  /// What the threshold is to achieve, how it was chosen and what that promises, in sentences.
  public var decision: String?
  /// The run's settings, defaults included.
  public var settings: [String: String]

  public init(
    model: String, sha256: String, run: String? = nil, command: String? = nil,
    reportCommand: String, version: String, createdAt: String, base: String? = nil,
    classes: [String], positiveClass: String? = nil, parameters: Int, temperature: Double = 1,
    threshold: Double? = nil, unsureFrom: Double? = nil, decision: String? = nil,
    settings: [String: String] = [:]
  ) {
    self.model = model
    self.sha256 = sha256
    self.run = run
    self.command = command
    self.reportCommand = reportCommand
    self.version = version
    self.createdAt = createdAt
    self.base = base
    self.classes = classes
    self.positiveClass = positiveClass
    self.parameters = parameters
    self.temperature = temperature
    self.threshold = threshold
    self.unsureFrom = unsureFrom
    self.decision = decision
    self.settings = settings
  }

  enum CodingKeys: String, CodingKey {
    case model, sha256, run, command, version, base, classes, parameters, temperature, threshold
    case decision, settings
    case reportCommand = "report_command"
    case createdAt = "created_at"
    case positiveClass = "positive_class"
    case unsureFrom = "unsure_from"
  }
}
