import ClassificationMetrics
import RunDatabase
import Synchronization

/// Where the rounds of a cross-validation, each on a thread of its own, meet: what they tell, what
/// they found, and whether to go on.
///
/// Sendable: everything that changes is behind the mutex.
final class RoundSession: @unchecked Sendable {
  /// What a round found, and the records of its predictions.
  struct Finding {
    let round: CrossValidationRound
    let measurement: Measurement
    let predictions: [PredictionRecord]
  }

  private struct State {
    var stepsDone = 0
    /// Rounds that are recorded, in their order, and their answers.
    var recorded: [CrossValidationRound] = []
    var measurements: [Measurement] = []
    /// Rounds that ended before one with a lower number.
    var waiting: [Int: Finding] = [:]
    var goesOn = true
    var failure: (any Error)?
  }

  private let database: RunDatabase
  private let run: Run
  private let data: PreparedData
  private let part: EvaluationPart
  private let report: (CrossValidation.Event) -> Bool
  private let state = Mutex(State())

  init(
    database: RunDatabase, run: Run, data: PreparedData, part: EvaluationPart,
    report: @escaping (CrossValidation.Event) -> Bool
  ) {
    (self.database, self.run, self.data, self.part) = (database, run, data, part)
    self.report = report
  }

  /// The rounds so far, in their order.
  var rounds: [CrossValidationRound] { state.withLock { $0.recorded } }

  /// - Returns: False when the work is to stop.
  @discardableResult
  func tell(_ event: CrossValidation.Event) -> Bool {
    state.withLock { tell(event, &$0) }
  }

  private func tell(_ event: CrossValidation.Event, _ state: inout State) -> Bool {
    state.goesOn = report(event) && state.goesOn
    return state.goesOn
  }

  func tellStep(total: Int) -> Bool {
    state.withLock { state in
      state.stepsDone += 1
      return tell(.step(done: state.stepsDone, total: total), &state)
    }
  }

  /// Does the work of a round unless another has failed or the user asked to stop.
  func attempt(_ work: () throws -> Void) {
    guard state.withLock({ $0.goesOn }) else { return }
    do { try work() } catch {
      state.withLock { state in
        state.failure = state.failure ?? error
        state.goesOn = false
      }
    }
  }

  /// Records what a round found, in the order of the rounds.
  func add(_ finding: Finding, of count: Int) throws {
    try state.withLock { state in
      state.waiting[finding.round.number] = finding
      while let next = state.waiting.removeValue(forKey: state.recorded.count + 1) {
        try record(
          next.round.metrics, seconds: next.round.seconds, predictions: next.predictions)
        state.recorded.append(next.round)
        state.measurements.append(next.measurement)
        _ = tell(.round(next.round, of: count), &state)
      }
    }
  }

  /// Records and returns the evaluation of all rounds together.
  func pooled(seconds: Double) throws -> Evaluation {
    let measurement = try Measurement(
      pooling: state.withLock { $0.measurements }, positiveLabel: data.positiveLabel)
    try record(measurement.evaluation, seconds: seconds, predictions: [])
    return measurement.evaluation
  }

  private func record(
    _ evaluation: Evaluation, seconds: Double, predictions: [PredictionRecord]
  ) throws {
    try database.append(
      evaluation: EvaluationRecord(
        evaluation, run: run.id, part: part, data: data.reference, model: nil, seconds: seconds),
      predictions: predictions)
  }

  /// - Returns: Whether every round came to its end.
  /// - Throws: What the first round that failed threw.
  func finish() throws -> Bool {
    try state.withLock { state in
      if let failure = state.failure { throw failure }
      return state.goesOn
    }
  }
}
