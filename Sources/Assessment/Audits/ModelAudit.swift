import Audits
import ClassificationMetrics
import ClassifierModels
import Experiments
import RunDatabase

/// What lies behind one accuracy: where a model does well and where not, whether something too simple explains
/// it, what is left of it when senders disguise their texts, and which messages are not fit to measure it.
///
/// The JSON form is a contract: keys are not renamed or removed before the next major version.
public struct ModelAudit: Sendable, Codable {
  /// The model's folder.
  public let model: String
  /// "test part of run tour", or a file's path.
  public let data: String
  public let examples: Int
  public let positiveClass: String?
  public let accuracy: Estimate
  public let slices: [Slice]
  /// Nil, as is the next, for other than two classes of which one is positive.
  public let shortcuts: ShortcutAudit?
  public let obfuscation: ObfuscationAudit?
  public let labelIssues: [LabelIssue]
  public let nearDuplicates: [NearDuplicate]
  /// What could not be looked into, or was left out, a sentence each.
  public let notes: [String]

  enum CodingKeys: String, CodingKey {
    case model, data, examples, accuracy, slices, shortcuts, obfuscation, notes
    case positiveClass = "positive_class"
    case labelIssues = "label_suspects"
    case nearDuplicates = "near_duplicates"
  }

  /// All audits of a model on labelled messages.
  ///
  /// - Parameters:
  ///   - classifier: Prepared for many texts; the one that gave the answers.
  ///   - run: The one that made the model; nil where none did.
  ///   - longText: What becomes of changed texts that are too long. None is refused.
  ///   - patterns: Further slices; columns are those that the messages were read with.
  ///   - falsePositiveRate: For the disguises, 0..<1; nil for the threshold of the model.
  /// - Throws: `AuditError`, `KitError`, `DatasetError`.
  public init(
    _ answers: ScoredMessages, by classifier: TextClassifier, madeBy run: FinishedRun?,
    longText: LongText = .truncate, patterns: [SlicePattern] = [], falsePositiveRate: Double? = nil
  ) throws {
    let messages = answers.messages
    slices = try Self.slices(of: answers, patterns: patterns)
    shortcuts = try Self.shortcuts(of: answers, by: classifier, longText: longText)
    obfuscation = try Self.obfuscation(
      of: answers, by: classifier, longText: longText, falsePositiveRate: falsePositiveRate)
    var notes: [String] = []
    if shortcuts == nil {
      notes.append(
        "Shortcuts and disguises are looked into only where there are two classes, of which one is positive."
      )
    }
    var seen: Set<Int> = []
    if let run {
      do {
        seen = try run.seen(messages.texts)
        nearDuplicates = try Self.nearDuplicates(of: messages, learnedBy: run)
      } catch {
        nearDuplicates = []
        notes.append("Near-duplicates of training messages were not looked for: \(error)")
      }
    } else {
      nearDuplicates = []
      notes.append(
        "No run made this model, so it is not known which messages it learned from: near-duplicates were not "
          + "looked for, and what it has learned by heart may pass as well measured.")
    }
    if messages.part == .train {
      labelIssues = []
      notes.append("Wrong labels cannot be told from messages that the model learned from.")
    } else {
      labelIssues = try Self.labelIssues(of: answers, ignoring: seen)
      if !seen.isEmpty {
        notes.append(
          "\(seen.count) of \(messages.count) messages are training messages of the model: they are not looked "
            + "at for wrong labels, and make everything else look better than it is.")
      }
    }
    if answers.truncatedMessages > 0 {
      notes.append(
        "\(answers.truncatedMessages) messages were longer than the model reads and were cut.")
    }
    if messages.skippedRows > 0 { notes.append("\(messages.skippedRows) bad rows were skipped.") }
    model = classifier.folder.path
    data = messages.name
    examples = messages.count
    positiveClass = answers.classes.positiveName
    accuracy = AuditedMessages(answers).accuracy
    self.notes = notes
  }
}
