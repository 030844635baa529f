import RunDatabase
import SpamTuneKit
import TextDatasets

extension DataCard {
  /// - Parameter origin: The run that made the model, if one did.
  init(_ scored: ScoredMessages, origin: ModelOrigin?) {
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
      isTrainedOn: isFile && messages.sha256 == origin?.dataSHA256,
      seenInTraining: origin?.seen(messages.texts)?.count)
  }

  /// Smallest, quartiles and largest by nearest rank; none of nothing.
  private static func quartiles(_ counts: [Int]) -> [Int] {
    let sorted = counts.sorted()
    guard !sorted.isEmpty else { return [] }
    return (0...4).map { sorted[((sorted.count - 1) * $0 + 2) / 4] }
  }
}
