import Audits
import ClassifierModels
import Experiments
import RunDatabase

extension ModelAudit {
  /// How the model does on messages that have something in common: length, links, digits, currency signs,
  /// script, the columns that the messages were read with, and the patterns given.
  ///
  /// - Throws: `AuditError`.
  public static func slices(
    of answers: ScoredMessages, patterns: [SlicePattern] = []
  ) throws -> [Slice] {
    try AuditedMessages(answers).slices(patterns: patterns, columns: answers.messages.columns)
  }

  /// What rules of one feature reach, and what the model makes of messages without such features.
  ///
  /// - Parameter classifier: Prepared for many texts; the one that gave the answers.
  /// - Returns: Nil for other than two classes of which one is positive.
  public static func shortcuts(
    of answers: ScoredMessages, by classifier: TextClassifier, longText: LongText = .truncate
  ) throws -> ShortcutAudit? {
    try AuditedMessages(answers).shortcuts(score: classifier.scores(longText))
  }

  /// How much of the positive class is found when its messages are disguised.
  ///
  /// - Parameter falsePositiveRate: Share of the negative messages that may be found positive, 0..<1; nil for
  ///   the threshold of `answers.decision`.
  /// - Returns: Nil for other than two classes of which one is positive.
  /// - Throws: `AuditError`.
  public static func obfuscation(
    of answers: ScoredMessages, by classifier: TextClassifier, longText: LongText = .truncate,
    falsePositiveRate: Double? = nil
  ) throws -> ObfuscationAudit? {
    try AuditedMessages(answers).obfuscation(
      falsePositiveRate: falsePositiveRate, score: classifier.scores(longText))
  }

  /// Messages whose label is probably wrong, the clearest first.
  ///
  /// - Parameter seen: Indices of messages that the model learned from; they are no suspects.
  /// - Throws: `KitError.labelsLearned` for the training part of a run, whose labels the model may know by
  ///   heart.
  public static func labelIssues(
    of answers: ScoredMessages, ignoring seen: Set<Int> = []
  ) throws(KitError) -> [LabelIssue] {
    guard answers.messages.part != .train else { throw .labelsLearned(answers.messages.name) }
    return AuditedMessages(answers).labelIssues(ignoring: seen)
  }

  /// Messages that are nearly the same as one that a run learned from, each with the most similar one: by
  /// similarity, from the highest, then by row. The training messages themselves, where they are among the
  /// messages, are none.
  ///
  /// - Throws: What `FinishedRun.messages(in:)` throws.
  public static func nearDuplicates(
    of messages: LabelledMessages, learnedBy run: FinishedRun
  ) throws -> [NearDuplicate] {
    guard messages.part != .train else { return [] }
    let training = try run.messages(in: .train)
    let isTrainingFile = messages.part == .file && messages.sha256 == run.trainingFileDigest
    let own = isTrainingFile ? Set(training.rows) : []
    let search = NearDuplicateSearch(training.texts)
    let pairs = messages.texts.indices.compactMap { index in
      own.contains(messages.rows[index])
        ? nil
        : search.mostSimilar(to: messages.texts[index]).map { match in
          NearDuplicate(
            row: messages.rows[index], trainingRow: training.rows[match.index],
            similarity: match.similarity,
            hasSameLabel: messages.labels[index] == training.labels[match.index])
        }
    }
    return pairs.sorted {
      $0.similarity != $1.similarity ? $0.similarity > $1.similarity : $0.row < $1.row
    }
  }
}

extension AuditedMessages {
  init(_ answers: ScoredMessages) {
    self.init(
      texts: answers.messages.texts, labels: answers.messages.labels, rows: answers.messages.rows,
      classes: answers.classes,
      probabilities: answers.probabilities, decision: answers.decision)
  }
}

extension TextClassifier {
  /// Probabilities of changed texts, as an audit asks for them. A text is never refused for its length: it
  /// may have become too long by the change.
  fileprivate func scores(_ longText: LongText) -> ([String]) throws -> [[Double]] {
    { texts in
      try classify(texts, longText: longText == .error ? .truncate : longText)
        .map(\.probabilities)
    }
  }
}
