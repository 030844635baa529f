import ClassifierModels
import Experiments
import Files
import Foundation
import RunDatabase
import SpamTuneKit

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

extension ReportSubject {
  init(_ model: ReportedModel, _ scored: ScoredMessages, options: ReportOptions) throws {
    let folder = model.classifier.folder
    let run = try model.run?.record()
    let isDecided = scored.evaluation.threshold != nil
    self.init(
      model: absolutePath(folder.path), sha256: model.sha256, run: try model.run?.name,
      command: run?.facts.commandLine, reportCommand: options.commandLine,
      version: SpamTune.version, createdAt: Date().formatted(.iso8601),
      base: folder.base?.path ?? run?.facts.base?.path, classes: scored.classes.names,
      positiveClass: scored.classes.positiveName,
      parameters: folder.parameterCount, temperature: scored.modelDecision.temperature,
      threshold: isDecided ? scored.decision.threshold : nil,
      unsureFrom: isDecided ? scored.decision.unsureFrom : nil,
      decision: isDecided ? Self.decision(scored) : nil,
      settings: run.map(Self.settings) ?? [:])
  }

  /// What the model's threshold is to achieve, by which messages it was chosen, and why it may miss its aim;
  /// nil for one that nobody chose.
  private static func decision(_ scored: ScoredMessages) -> String? {
    let decision = scored.modelDecision
    guard decision.rule != nil, let evidence = decision.evidence, let choice = evidence.thresholds,
      let pair = scored.classes.pair
    else { return nil }
    let (positive, negative) = (
      scored.classes.names[pair.positive], scored.classes.names[pair.negative]
    )
    let aim = choice.sentence(positive: positive, negative: negative)
    let warnings = choice.warnings(positive: positive, negative: negative)
    return (["\(aim) (chosen on \(evidence.data))."] + warnings).joined(separator: " ")
  }

  private static func settings(of run: Run) -> [String: String] {
    run.facts.namedSettings.compactMapValues(\.text)
  }
}
