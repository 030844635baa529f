import ClassificationMetrics
import ClassifierModels
import Experiments
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
  ///   - run: The one that made it; nil where none did.
  ///   - file: Labelled messages; nil for the validation part of the model's run.
  ///   - options: Where nothing is asked for, the model's decision is removed.
  /// - Throws: `KitError.emptyPart`, `.learnedFrom`; `SettingError`, what reading messages throws. The
  ///   model is as it was then.
  public init(
    of classifier: TextClassifier, madeBy run: FinishedRun?, on file: String?,
    reading: ReadingOptions = ReadingOptions(),
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
      messages = try LabelledMessages(
        file: file, reading: reading, classes: classifier.classes.names)
      let count = messages.count
      if let run {
        do {
          // What the model learned from says too much good of it, and what it is tested on must not choose what is
          // tested.
          let used = try run.seen(messages.texts, in: [.train, .test])
          messages = messages.choosing(messages.texts.indices.filter { !used.contains($0) })
        } catch {
          remarks.append(
            "Whether the model learned from some of these messages is not known: \(error)")
        }
      }
      guard messages.count > 0 else { throw KitError.learnedFrom(file) }
      if messages.count < count {
        remarks.append(
          "\(count - messages.count) of \(count) messages are left out: the model learned from them, or its "
            + "run tests it on them")
      }
    } else {
      guard let run else { throw KitError.noValidation(model: folder) }
      messages = try run.messages(in: .validation)
    }
    let logits = classifier.logits(
      of: try classifier.encode(
        messages.texts, longText: longText, places: messages.places))
    let fitted = try ModelDecision.fitted(
      to: logits, labels: messages.labels, classes: classifier.classes,
      options: options,
      messages: (messages.name, messages.sha256),
      knownTemperature: classifier.decision.temperature)
    decision = fitted.decision
    self.remarks = remarks + fitted.remarks
    try decision.write(to: folder)
  }
}
