import ClassificationMetrics
import RunDatabase

extension RoundMaterial {
  /// The rounds that an earlier session recorded, by number.
  ///
  /// An evaluation, its number and its predictions are one transaction, so a round is recorded whole or not
  /// at all; and as the predictions keep every bit of the probabilities, the metrics that are computed
  /// from them here are those of the session that trained it. A record that does not fit the round, which
  /// another program may have changed, does not count.
  ///
  /// - Throws: `RunDatabaseError`.
  func recordedRounds(of run: Run.ID, in database: RunDatabase) throws -> [CrossValidationRound] {
    try database.evaluations(of: run).compactMap { evaluation in
      let record = evaluation.record
      guard record.part == part, let number = record.step, rounds.indices.contains(number - 1),
        let metrics = metrics(
          of: rounds[number - 1], try database.predictions(of: evaluation.id), loss: record.loss)
      else { return nil }
      return CrossValidationRound(
        number: number, train: rounds[number - 1].train.count, metrics: metrics,
        seconds: record.seconds)
    }.sorted { $0.number < $1.number }
  }

  private func metrics(
    of round: CrossValidationPlan.Round, _ predictions: [PredictionRecord], loss: Double
  ) -> Evaluation? {
    let byRow = Dictionary(predictions.map { ($0.row, $0) }) { first, _ in first }
    // In the order of the round, on which the bootstrap depends.
    let found = round.measured.compactMap { index in
      byRow[data.messages[index].row].flatMap {
        $0.truth == data.classes[data.labels[index]] ? $0 : nil
      }
    }
    guard found.count == predictions.count, found.count == round.measured.count,
      found.allSatisfy({ $0.probabilities.count == data.classes.count })
    else { return nil }
    return try? Measurement.evaluation(
      labels: data.labels(at: round.measured), probabilities: found.map(\.probabilities),
      classes: data.classes, positiveLabel: data.positiveLabel, loss: loss)
  }
}
