import ClassificationMetrics
import Foundation
import RunDatabase
import TextDatasets

/// Decides anew how a trained model's answers are decided on, by messages that it did not learn from.
public struct ModelCalibration: Sendable, Encodable {
  /// The model's folder, which holds the decision now.
  public let model: String
  public let decision: ModelDecision
  /// What its user should know.
  public let remarks: [String]

  /// - Parameters:
  ///   - classifier: The model.
  ///   - file: Labelled messages; nil for the validation part of the model's run.
  ///   - options: Where nothing is asked for, the model's decision is removed.
  /// - Throws: `KitError.emptyPart`, `.learnedFrom`, `.badOption`, what reading messages throws. The
  ///   model is as it was then.
  public init(
    of classifier: TextClassifier, on file: String?, reading: ReadingOptions = ReadingOptions(),
    longText: LongText = .truncate, options: DecisionOptions
  ) throws {
    let folder = classifier.folder.path
    model = folder
    guard options.fitsTemperature || options.criterion != nil else {
      decision = ModelDecision()
      remarks = ["answers are the most probable class again, as the logits give them"]
      try decision.write(to: folder)
      return
    }
    let classifier = try classifier.prepared()
    var messages: LabelledMessages
    var remarks: [String] = []
    if let file {
      messages = try LabelledMessages(file: file, reading: reading, classes: classifier.labels)
      let count = messages.count
      messages = try Self.withoutLearned(messages, model: folder)
      guard messages.count > 0 else { throw KitError.learnedFrom(file) }
      if messages.count < count {
        remarks.append(
          "\(count - messages.count) of \(count) messages are left out: the model learned from them"
        )
      }
    } else {
      guard RunLookup.hasRun(folder) else { throw KitError.noValidation(model: folder) }
      messages = try LabelledMessages(part: .validation, ofRunIn: folder)
    }
    let (logits, _) = try classifier.logits(
      of: messages.texts, longText: longText, places: messages.places)
    let fitted = try ModelDecision.fitted(
      to: logits, labels: messages.labels, classes: classifier.labels,
      positiveLabel: classifier.positiveLabel, options: options,
      messages: (messages.name, messages.sha256))
    decision = fitted.decision
    self.remarks = remarks + fitted.remarks
    try decision.write(to: folder)
  }

  /// The messages that equal none of those that the model's run learned from, after normalisation. All of
  /// them where nobody remembers what it learned from.
  private static func withoutLearned(
    _ messages: LabelledMessages, model folder: String
  ) throws -> LabelledMessages {
    guard RunLookup.hasRun(folder) else { return messages }
    let learned = try LabelledMessages(part: .train, ofRunIn: folder)
    let groups = MessageGroups(texts: learned.texts + messages.texts).groupOf
    let known = Set(groups.prefix(learned.count))
    return messages.choosing(
      messages.texts.indices.filter { !known.contains(groups[learned.count + $0]) })
  }
}
