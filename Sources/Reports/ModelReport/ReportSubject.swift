/// Which model a report speaks of, and how it came to be.
package struct ReportSubject: Sendable, Codable, Equatable {
  /// Its folder.
  package var model: String
  package var sha256: String
  /// Name of the run that made it.
  package var run: String?
  /// The command line that made it.
  package var command: String?
  /// The command line that made the report.
  package var reportCommand: String
  /// Of this program.
  package var version: String
  /// UTC, ISO 8601.
  package var createdAt: String
  package var base: String?
  package var classes: [String]
  package var positiveClass: String?
  package var parameters: Int
  /// That logits are divided by before they become probabilities; 1 for as they are.
  package var temperature: Double = 1
  /// Lowest probability of the positive class that counts as positive, and lowest that counts as unsure.
  package var threshold: Double?
  package var unsureFrom: Double?
  /// What the threshold is to achieve, how it was chosen and what that promises, in sentences.
  package var decision: String?
  /// The run's settings, defaults included.
  package var settings: [String: String] = [:]

  enum CodingKeys: String, CodingKey {
    case model, sha256, run, command, version, base, classes, parameters, temperature, threshold
    case decision, settings
    case reportCommand = "report_command"
    case createdAt = "created_at"
    case positiveClass = "positive_class"
    case unsureFrom = "unsure_from"
  }
}
