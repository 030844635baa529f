import RunDatabase
import Synchronization

/// Where the rounds of a cross-validation, each on a thread of its own, meet: what they tell, what
/// they found, and whether to go on.
///
/// Sendable: everything that changes is behind the mutex.
final class CrossValidationSession: @unchecked Sendable {
  /// What a round found, and the records of its predictions.
  struct Finding {
    let round: CrossValidationRound
    let predictions: [PredictionRecord]
  }

  /// How a session ended.
  enum Outcome {
    /// Rounds that came to their end, ascending.
    case rounds([CrossValidationRound])
    /// The first round's answers were too far from float32's; nothing was recorded.
    case tooImprecise
  }

  private struct State {
    var stepsDone = 0
    var recorded: [CrossValidationRound]
    /// Rounds that ended before it was known whether their precision will do.
    var waiting: [Finding] = []
    var awaitsCheck: Bool
    var isTooImprecise = false
    var goesOn = true
    var failure: (any Error)?
  }

  private let session: RunSession<CrossValidationManifest>
  private let setup: CrossValidationSetup
  private let steps: Int
  private let report: (CrossValidation.Event) -> Bool
  private let state: Mutex<State>

  /// - Parameter recorded: Rounds that an earlier session recorded. Nothing is recorded before `settle` while the run's
  ///   precision awaits its check.
  init(
    _ session: RunSession<CrossValidationManifest>, _ setup: CrossValidationSetup,
    recorded: [CrossValidationRound], report: @escaping (CrossValidation.Event) -> Bool
  ) throws {
    (self.session, self.setup) = (session, setup)
    self.report = report
    let done = Set(recorded.map { $0.number - 1 })
    steps = try setup.rounds.enumerated().reduce(0) {
      done.contains($1.offset) ? $0 : $0 + (try setup.steps(of: $1.element))
    }
    state = Mutex(State(recorded: recorded, awaitsCheck: session.manifest.awaitsCheck))
  }

  /// Rounds still to be done, as indices.
  var remaining: [Int] {
    state.withLock { state in
      let done = Set(state.recorded.map { $0.number - 1 })
      return setup.rounds.indices.filter { !done.contains($0) }
    }
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
      return tell(.training(.step(done: state.stepsDone, total: steps)), &state)
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

  /// Records what a round found at once, so that a kill costs no round that has ended; while the
  /// precision is not settled, keeps it.
  func add(_ finding: Finding) throws {
    try state.withLock { state in
      guard !state.isTooImprecise else { return }
      if state.awaitsCheck {
        state.waiting.append(finding)
      } else {
        try record(finding, &state)
      }
    }
  }

  /// Says whether the precision will do: records the rounds that waited for it, or stops them all.
  func settle(isPreciseEnough: Bool) throws {
    try state.withLock { state in
      state.awaitsCheck = false
      state.isTooImprecise = !isPreciseEnough
      if isPreciseEnough {
        for finding in state.waiting { try record(finding, &state) }
      } else {
        state.goesOn = false
      }
      state.waiting = []
    }
  }

  private func record(_ finding: Finding, _ state: inout State) throws {
    let round = finding.round
    var evaluation = EvaluationRecord(
      round.metrics, run: session.run.id, part: setup.part, data: setup.data.reference, model: nil,
      seconds: round.seconds)
    evaluation.step = round.number
    try session.database.append(evaluation: evaluation, predictions: finding.predictions)
    state.recorded.append(round)
    _ = tell(.training(.round(round, of: setup.rounds.count)), &state)
  }

  /// - Throws: What the first round that failed threw.
  func finish() throws -> Outcome {
    try state.withLock { state in
      if let failure = state.failure { throw failure }
      guard !state.isTooImprecise else { return .tooImprecise }
      return .rounds(state.recorded.sorted { $0.number < $1.number })
    }
  }
}
