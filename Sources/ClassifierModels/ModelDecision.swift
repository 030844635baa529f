import ClassificationMetrics
import Files
import Foundation
import GPT2Kernels

/// How a model's logits become answers: `decision.json` in its folder. Without one, probabilities are the
/// softmax of the logits, and the most probable class is the answer.
public struct ModelDecision: Sendable, Equatable, Codable {
  /// Logits are divided by it before they become probabilities; above 0.
  public var temperature: Double
  /// How the positive class of two is decided on; nil for the most probable class.
  public var rule: DecisionRule?
  /// The class that `rule` speaks of.
  public var positiveLabel: String?
  /// What both were chosen by.
  public var evidence: DecisionEvidence?

  public init(
    temperature: Double = 1, rule: DecisionRule? = nil, positiveLabel: String? = nil,
    evidence: DecisionEvidence? = nil
  ) {
    self.temperature = temperature
    self.rule = rule
    self.positiveLabel = positiveLabel
    self.evidence = evidence
  }

  /// The answer between two thresholds.
  public static let unsure = "unsure"

  /// Whether it is as if there were none.
  public var isPlain: Bool { temperature == 1 && rule == nil }

  /// The same, with its threshold only if that is one of this class.
  package func about(_ positiveLabel: String?) -> ModelDecision {
    guard let positiveLabel, positiveLabel == self.positiveLabel else {
      return ModelDecision(temperature: temperature)
    }
    return self
  }

  /// The logits that probabilities are made of.
  ///
  /// - Parameter logits: (n, K).
  package func calibrated(_ logits: Matrix) -> Matrix {
    guard temperature != 1 else { return logits }
    let scaled = logits.copied()
    scaled.scale(by: Float(1 / temperature))
    return scaled
  }

  enum CodingKeys: String, CodingKey {
    case temperature, rule, evidence
    case positiveLabel = "positive_label"
  }
}

extension ModelDecision {
  static let fileName = "decision.json"

  /// Reads a folder's decision; nil where it holds none.
  ///
  /// - Parameter classes: Of the model.
  /// - Throws: `ModelFolderError.badDecision` naming the file.
  package init?(folder: String, classes: [String]) throws(ModelFolderError) {
    let path = folder + "/" + Self.fileName
    guard FileManager.default.fileExists(atPath: path) else { return nil }
    guard let data = FileManager.default.contents(atPath: path),
      let decision = try? JSONDecoder().decode(Self.self, from: data)
    else { throw .badDecision(path, reason: "not a description of how a model decides") }
    guard decision.temperature > 0, decision.temperature.isFinite else {
      throw .badDecision(path, reason: "the temperature is \(decision.temperature), not above 0")
    }
    if let rule = decision.rule {
      guard classes.count == 2, let label = decision.positiveLabel, classes.contains(label) else {
        throw .badDecision(path, reason: "its threshold is for other classes than the model's")
      }
      guard rule.threshold >= 0, rule.threshold.isFinite,
        0...rule.threshold ~= rule.unsureFrom ?? rule.threshold
      else {
        throw .badDecision(
          path, reason: "its thresholds are no probabilities, or in the wrong order")
      }
    }
    self = decision
  }

  /// Writes it into a model's folder; one that says nothing removes the file.
  package func write(to folder: String) throws {
    let path = folder + "/" + Self.fileName
    guard !isPlain else {
      if FileManager.default.fileExists(atPath: path) {
        try FileManager.default.removeItem(atPath: path)
      }
      return
    }
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try AtomicFile.write(json: self, to: path)
  }
}
