import ClassificationMetrics
import RunDatabase

/// A run's recorded answers to its test messages.
struct RecordedPredictions {
  /// What tells one message from another: its row and the digest of its text.
  struct Message: Hashable {
    let row: Int
    let textSHA256: String
  }

  let messages: [Message]
  let predictions: Predictions

  /// - Throws: `KitError.notComparable` when the database has no answers of the run; `RunDatabaseError`.
  init(_ result: MethodResult, in database: RunDatabase) throws {
    let classes = result.metrics.classes
    guard let run = try database.run(named: result.run),
      let evaluation = try database.newestEvaluation(of: run.id, part: .test)
    else {
      throw KitError.notComparable(result.method, reason: "the database has no answers of it")
    }
    let records = try database.predictions(of: evaluation.id)
    let labels = records.compactMap { classes.index(of: $0.truth) }
    guard evaluation.record.classes == classes.names, labels.count == records.count,
      records.count == result.metrics.examples
    else {
      throw KitError.notComparable(
        result.method, reason: "the database has other answers of it than it gave")
    }
    messages = records.map { Message(row: $0.row, textSHA256: $0.textSHA256) }
    predictions = try Predictions(
      labels: labels, probabilities: records.flatMap(\.probabilities), classes: classes.count)
  }
}
