import GPT2
import GPT2Kernels

/// Everything that decides how a language model's weights change, apart from the data.
public struct LanguageModelSettings: Sendable, Equatable, Codable {
  /// Passes over the texts; need not be whole.
  public var epochs: Double = 1
  /// Predictions per step, at least.
  public var tokensPerStep: Int = 8_192
  public var optimizer: OptimizerSettings
  public var schedule = LearningRateSchedule(shape: .cosine, warmup: 0.02)
  public var maxGradientNorm: Double? = 1
  public var dropout: Double = 0
  public var seed: UInt64 = 123
  /// Measure the validation texts every so many steps.
  public var evalEvery: Int = 200
  /// Save a checkpoint every so many steps.
  public var saveEvery: Int = 200

  public init() {
    optimizer = OptimizerSettings()
    optimizer.learningRate = 1e-3
    optimizer.beta2 = 0.95
    optimizer.decay = .matrices
  }

  /// Keys of `run.json`, where some properties have other names.
  enum CodingKeys: String, CodingKey {
    case epochs, tokensPerStep, optimizer, schedule
    case maxGradientNorm = "maximumGradientNorm"
    case dropout, seed
    case evalEvery = "evaluateEvery"
    case saveEvery
  }
}

/// What language-model training reports while it goes on.
public enum LanguageModelEvent: Sendable {
  /// One update of the weights; `messageCount` counts predictions.
  case step(TrainingStep)
  /// Mean loss of the validation texts in nats per token; its exponential is the perplexity.
  case validation(step: Int, loss: Double)
  case checkpoint(CheckpointEvent)
}

/// Trains all weights of a GPT-2 to predict the next token of texts.
///
/// As in `Trainer`, everything random is a function of the seed and of counters.
public final class LanguageModelTrainer {
  public let settings: LanguageModelSettings
  public let model: GPT2Model
  private let train: TokenSequences
  private let validation: TokenSequences
  private let optimizer: Optimizer
  private let pass: LanguageModelPass

  private struct State: Codable {
    var step = 0
    var totalSteps: Int
    var epoch = 0
    /// Sequences of the epoch that were used.
    var position = 0
    var tokens = 0
    var validationLosses: [Double] = []
  }

  private var state: State
  private var order: [Int]

  public var step: Int { state.step }
  public var totalSteps: Int { state.totalSteps }
  public var isFinished: Bool { step >= totalSteps }
  /// Predictions of the validation sequences.
  public var validationTokens: Int { validation.predictionCount }
  /// Predictions learned from so far.
  public var tokens: Int { state.tokens }
  /// Mean validation losses so far, oldest first.
  public var validationLosses: [Double] { state.validationLosses }

  /// - Parameters:
  ///   - model: With all parameters trainable.
  ///   - train: Sequences to learn from.
  ///   - validation: Sequences to judge by; may be empty.
  public init(
    _ model: GPT2Model, settings: LanguageModelSettings, train: TokenSequences,
    validation: TokenSequences
  ) throws(TrainingError) {
    guard train.count > 0 else { throw .noTrainingMessages }
    self.model = model
    self.settings = settings
    self.train = train
    self.validation = validation
    let steps = settings.epochs * train.tokensPerEpoch / Double(settings.tokensPerStep)
    state = State(totalSteps: max(1, Int(steps)))
    order = train.order(epoch: 0, seed: settings.seed)
    optimizer = Optimizer(settings.optimizer, parameters: model.parameters)
    pass = LanguageModelPass(model: model)
  }

  /// Trains until the last step, or until `report` returns false; then saves.
  ///
  /// - Returns: Whether the run reached its end.
  public func run(
    checkpoints: CheckpointFolder, report: (LanguageModelEvent) throws -> Bool
  ) throws -> Bool {
    var goesOn = true
    while !isFinished, goesOn {
      goesOn = try report(.step(try takeStep()))
      if isFinished || step.isDue(every: settings.evalEvery), validation.count > 0 {
        let loss = validationLoss()
        guard loss.isFinite else { throw TrainingError.diverged(step: step) }
        state.validationLosses.append(loss)
        goesOn = try report(.validation(step: step, loss: loss)) && goesOn
      }
      if isFinished || step.isDue(every: settings.saveEvery) || !goesOn {
        goesOn =
          try checkpoints.save(step: step, progress: state, tensors: optimizer.state) {
            try report(.checkpoint($0))
          } && goesOn
      }
    }
    return isFinished
  }

  private func takeStep() throws -> TrainingStep {
    let (batch, targets) = train.batch(of: nextSequences())
    optimizer.clearGradients()
    let probability = Float(settings.dropout)
    let loss = pass.accumulateGradients(
      of: batch, targets: targets, divisor: Double(targets.count),
      dropout: DropoutPlan(
        probabilities: DropoutPlan.Probabilities(
          embedding: probability, attention: probability, residual: probability),
        seed: settings.seed, pass: step))
    let (rate, norm) = try optimizer.takeStep(
      of: totalSteps, loss: loss, schedule: settings.schedule,
      maxGradientNorm: settings.maxGradientNorm)
    state.step += 1
    state.tokens += targets.count
    return TrainingStep(
      step: step, totalSteps: totalSteps, epoch: state.epoch + 1,
      loss: loss / Double(targets.count), learningRate: rate, gradientNorm: norm,
      messageCount: targets.count)
  }

  /// The sequences of the next step; they may reach into the next epoch.
  private func nextSequences() -> [Int] {
    var sequences: [Int] = []
    var tokens = 0
    while tokens < settings.tokensPerStep {
      if state.position == order.count {
        state.epoch += 1
        state.position = 0
        order = train.order(epoch: state.epoch, seed: settings.seed)
        // Weights so small that an epoch may be empty by chance.
        if order.isEmpty { continue }
      }
      let sequence = order[state.position]
      state.position += 1
      sequences.append(sequence)
      tokens += train.length(of: sequence)
    }
    return sequences
  }

  /// Mean loss of the validation sequences, in nats per prediction.
  public func validationLoss() -> Double {
    var sum = 0.0
    var tokens = 0
    var pending: [Int] = []
    var length = 0
    for index in 0..<validation.count {
      pending.append(index)
      length += validation.length(of: index)
      guard length >= settings.tokensPerStep || index == validation.count - 1 else { continue }
      let (batch, targets) = validation.batch(of: pending)
      sum += pass.loss(of: batch, targets: targets)
      tokens += targets.count
      (pending, length) = ([], 0)
    }
    return sum / Double(max(1, tokens))
  }

  /// Continues from a checkpoint of the same run.
  public func restore(from file: CheckpointFile) throws {
    let state = try file.progress(as: State.self)
    guard state.totalSteps == totalSteps else {
      throw TrainingError.foreignCheckpoint(
        file: file.path,
        reason: "it is of a run of \(state.totalSteps) steps, not \(totalSteps)")
    }
    try file.load(into: optimizer.state)
    optimizer.resume(after: file.step)
    order = train.order(epoch: state.epoch, seed: settings.seed)
    self.state = state
  }
}
