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
    let predictions: [PredictionRecord]
  }

  private struct State {
    var stepsDone = 0
    /// Rounds that are recorded, ascending.
    var recorded: [CrossValidationRound] = []
    /// Rounds that ended before one with a lower number.
    var waiting: [Int: Finding] = [:]
    var goesOn = true
    var failure: (any Error)?
  }

  private let database: RunDatabase
  private let run: Run
  private let data: PreparedData
  private let part: EvaluationPart
  private let rounds: Int
  private let steps: Int
  private let report: (CrossValidation.Event) -> Bool
  private let state = Mutex(State())

  /// - Parameters:
  ///   - rounds: How many there are.
  ///   - steps: Those of all rounds together.
  init(
    database: RunDatabase, run: Run, data: PreparedData, part: EvaluationPart, rounds: Int,
    steps: Int, report: @escaping (CrossValidation.Event) -> Bool
  ) {
    (self.database, self.run, self.data, self.part) = (database, run, data, part)
    (self.rounds, self.steps, self.report) = (rounds, steps, report)
  }

  /// - Returns: False when the work is to stop.
  @discardableResult
  func tell(_ event: CrossValidation.Event) -> Bool {
    state.withLock { tell(event, &$0) }
  }

  private func tell(_ event: CrossValidation.Event, _ state: inout State) -> Bool {
    state.goesOn = report(event) && state.goesOn
    return state.goesOn
  }

  /// To be called after every step of every round.
  func tellStep() -> Bool {
    state.withLock { state in
      state.stepsDone += 1
      return tell(.step(done: state.stepsDone, total: steps), &state)
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
  func add(_ finding: Finding) throws {
    try state.withLock { state in
      state.waiting[finding.round.number] = finding
      while let next = state.waiting.removeValue(forKey: state.recorded.count + 1) {
        try record(next, &state)
      }
    }
  }

  private func record(_ finding: Finding, _ state: inout State) throws {
    let round = finding.round
    try database.append(
      evaluation: EvaluationRecord(
        round.metrics, run: run.id, part: part, data: data.reference, model: nil,
        seconds: round.seconds),
      predictions: finding.predictions)
    state.recorded.append(round)
    _ = tell(.round(round, of: rounds), &state)
  }

  /// Records also those rounds that waited for one that was stopped.
  ///
  /// - Returns: The rounds that came to their end, ascending.
  /// - Throws: What the first round that failed threw.
  func finish() throws -> [CrossValidationRound] {
    try state.withLock { state in
      for number in state.waiting.keys.sorted() {
        if let finding = state.waiting.removeValue(forKey: number) {
          try record(finding, &state)
        }
      }
      if let failure = state.failure { throw failure }
      return state.recorded
    }
  }
}
