import RunDatabase
import SpamTuneKit
import TextDatasets

/// What the messages are that a report speaks of.
package struct DataCard: Sendable, Codable, Equatable {
  package struct ClassCount: Sendable, Codable, Equatable {
    package var name: String
    package var examples: Int
  }

  /// "test part of run tour", or a file's path.
  package var name: String
  package var path: String
  package var sha256: String
  /// The part of a run's data that it is: "test", or "validation" where there is no test part; nil for a
  /// file.
  package var part: String?
  package var examples: Int
  package var classes: [ClassCount]
  /// Tokens per message: smallest, lower quartile, median, upper quartile, largest; the quartiles are tokens
  /// of messages (nearest rank).
  package var tokenQuartiles: [Int] = []
  package var skippedRows = 0
  package var truncatedMessages = 0
  /// Messages that occur more than once after normalisation.
  package var duplicates = 0
  /// Whether it is a file that the model was trained on, or its run took parts from.
  package var isTrainedOn = false
  /// Messages that equal a training message after normalisation; nil where the training messages are not
  /// known.
  package var seenInTraining: Int?

  enum CodingKeys: String, CodingKey {
    case name, path, sha256, part, examples, classes, duplicates
    case tokenQuartiles = "token_quartiles"
    case skippedRows = "skipped_rows"
    case truncatedMessages = "truncated_messages"
    case isTrainedOn = "trained_on"
    case seenInTraining = "seen_in_training"
  }
}

extension DataCard {
  /// - Parameter run: The run that made the model, if one did.
  init(_ scored: ScoredMessages, run: FinishedRun?) {
    let messages = scored.messages
    let counts = messages.labels.reduce(
      into: [Int](repeating: 0, count: scored.classes.count)
    ) { $0[$1] += 1 }
    let isFile = messages.part == .file
    self.init(
      name: messages.name, path: messages.path, sha256: messages.sha256,
      part: isFile ? nil : messages.part.rawValue, examples: messages.count,
      classes: zip(scored.classes.names, counts).map { ClassCount(name: $0, examples: $1) },
      tokenQuartiles: Self.quartiles(scored.tokenCounts), skippedRows: messages.skippedRows,
      truncatedMessages: scored.truncatedMessages,
      duplicates: DuplicateCounts(
        groups: MessageGroups(texts: messages.texts), labels: messages.labels
      ).messages,
      isTrainedOn: isFile && messages.sha256 == run?.trainingFileDigest,
      seenInTraining: (try? run?.seen(messages.texts))?.count)
  }

  /// Smallest, quartiles and largest by nearest rank; none of nothing.
  private static func quartiles(_ counts: [Int]) -> [Int] {
    let sorted = counts.sorted()
    guard !sorted.isEmpty else { return [] }
    return (0...4).map { sorted[((sorted.count - 1) * $0 + 2) / 4] }
  }
}
