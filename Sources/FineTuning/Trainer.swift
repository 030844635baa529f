import GPT2
import GPT2Kernels

/// The training loop: from a classifier and some messages to a better classifier.
///
/// The classifier's weights are changed in place. Everything random is a function of the seed and
/// of counters, so a trainer that continues from a checkpoint does what an uninterrupted one does,
/// to the bit.
public final class Trainer {
  public let settings: TrainingSettings
  public let classifier: SequenceClassifier
  public let data: TrainingData
  /// Messages of each batch of an epoch counted from 0: positions in `data.train`.
  private let batches: (_ epoch: Int) -> [ArraySlice<Int>]
  private let features: FrozenFeatures?
  private let optimizer: Optimizer
  private let average: WeightAverage?
  private var best: BestWeights?
  private let workspace: ClassifierWorkspace
  private var gathered = ScratchMatrix()

  /// Steps taken.
  public private(set) var step = 0
  /// Losses of the epoch's steps so far, each times its messages, and those messages.
  private var lossSum = 0.0
  private var messageCount = 0
  /// Results so far, oldest first.
  public private(set) var history: [TrainingProgress] = []
  public let stepsPerEpoch: Int
  /// Time spent on results during training, part of the time of `run`.
  public private(set) var evaluationTime = Duration.zero

  public var totalSteps: Int { stepsPerEpoch * settings.epochs }
  public var isFinished: Bool { step >= totalSteps || best?.isExhausted ?? false }
  /// The step whose weights are the result, where that is not simply the last.
  public var selectedStep: Int? { best?.state.step }

  /// - Parameters:
  ///   - classifier: With `settings.trainable` chosen.
  ///   - features: Of all messages, at the classifier's `frozenDepth`; nil when nothing is frozen.
  ///   - batches: The batches of an epoch, the same number in every epoch.
  public init(
    _ classifier: SequenceClassifier, settings: TrainingSettings, data: TrainingData,
    features: FrozenFeatures?, batches: @escaping (_ epoch: Int) -> [ArraySlice<Int>]
  ) throws(TrainingError) {
    precondition(classifier.trainablePart == settings.trainable, "another part is trainable")
    precondition(
      classifier.hasAdapters == (settings.adapters != nil), "adapters where there are to be none")
    precondition(features?.depth == classifier.frozenDepth, "features of another depth")
    guard !data.train.isEmpty else { throw .noTrainingMessages }
    guard settings.selection == nil || !data.validation.isEmpty else { throw .nothingToSelectBy }
    self.classifier = classifier
    self.settings = settings
    self.data = data
    self.features = features
    self.batches = batches
    stepsPerEpoch = settings.stepsPerEpoch(batches: batches(0).count)
    optimizer = Optimizer(
      settings.optimizer, parameters: classifier.trainableParameters,
      depths: classifier.depthsOfTrainableParameters,
      stepsPerDepth: settings.stepsPerDepth(stepsPerEpoch: stepsPerEpoch))
    average =
      settings.averageLast > 0
      ? WeightAverage(
        of: classifier.trainableParameters, share: settings.averageLast,
        totalSteps: stepsPerEpoch * settings.epochs) : nil
    best = settings.selection.map {
      BestWeights(of: classifier.trainableParameters, patience: $0.patience)
    }
    workspace = ClassifierWorkspace(
      for: classifier, keeping: settings.gradientCheckpointing ? .inputs : .activations)
  }

  /// Trains until the last step, until there has been nothing better for long enough, or until `report`
  /// asks to stop. The best weights, where those are asked for, are in place after the end only.
  ///
  /// - Parameters:
  ///   - checkpoints: Where checkpoints go; nil for none.
  ///   - evaluating: Whether results are measured on the way. Without it `history` stays empty, and
  ///     nothing can be selected.
  ///   - report: Told of every event; returns false to stop after the current step, which is then
  ///     saved.
  /// - Returns: Whether the run reached its end.
  public func run(
    checkpoints: CheckpointFolder? = nil, evaluating: Bool = true,
    report: (TrainingEvent) throws -> Bool
  ) throws -> Bool {
    var goesOn = true
    while !isFinished, goesOn {
      let epoch = step / stepsPerEpoch
      let order = batches(epoch)
      while step < (epoch + 1) * stepsPerEpoch, goesOn {
        if step % stepsPerEpoch == 0 { (lossSum, messageCount) = (0, 0) }
        let taken = try takeStep(epoch: epoch, batches: order)
        lossSum += taken.loss * Double(taken.messageCount)
        messageCount += taken.messageCount
        goesOn = try report(.step(taken))
        let isEndOfEpoch = step % stepsPerEpoch == 0
        if evaluating, isEndOfEpoch || step.isDue(every: settings.evalEvery) {
          let progress = try evaluateProgress()
          // The last update may have spoiled the weights: such a state is neither kept nor a result.
          guard progress.train.loss.isFinite, progress.validation?.loss.isFinite ?? true else {
            throw TrainingError.diverged(step: step)
          }
          history.append(progress)
          best?.add(score: progress.score, step: step)
          goesOn = try report(.progress(progress)) && goesOn && !isFinished
        }
        if let checkpoints,
          isEndOfEpoch || step.isDue(every: settings.saveEvery) || !goesOn
        {
          goesOn =
            try checkpoints.save(step: step, progress: state, tensors: tensors) {
              try report(.checkpoint($0))
            } && goesOn
        }
      }
    }
    if isFinished { best?.restore() }
    return isFinished
  }

  /// One update of the weights from the next batch, or the next few.
  private func takeStep(epoch: Int, batches: [ArraySlice<Int>]) throws -> TrainingStep {
    let first = (step % stepsPerEpoch) * settings.gradientAccumulation
    let group = batches[first..<min(first + settings.gradientAccumulation, batches.count)]
    let entropy = settings.crossEntropy
    let divisor = group.joined().reduce(0) {
      $0 + entropy.weight(of: data.labels[data.train[$1]])
    }
    optimizer.clearGradients()
    var total = CrossEntropy.Total()
    for (offset, batch) in group.enumerated() {
      let indices = batch.map { data.train[$0] }
      let dropout = DropoutPlan(
        probabilities: settings.dropoutProbabilities, seed: settings.seed,
        pass: epoch * batches.count + first + offset)
      let logits = classifier.forward(input(for: indices), dropout: dropout, in: workspace)
      let dLogits = workspace.gradientOfLogits()
      total += entropy.forward(
        logits, labels: indices.map { data.labels[$0] }, gradient: dLogits, divisor: divisor)
      classifier.backward(dLogits, in: workspace, deepest: deepestLearningLayer)
    }
    let (rate, norm) = try optimizer.takeStep(
      of: totalSteps, loss: total.mean, schedule: settings.schedule,
      maxGradientNorm: settings.maxGradientNorm)
    step += 1
    average?.add(step: step)
    return TrainingStep(
      step: step, totalSteps: totalSteps, epoch: epoch + 1, loss: total.mean, learningRate: rate,
      gradientNorm: norm, messageCount: group.reduce(0) { $0 + $1.count })
  }

  /// How many layers below the head something learns in the next step; nil for as far as anything does.
  private var deepestLearningLayer: Int? {
    let stepsPerDepth = settings.stepsPerDepth(stepsPerEpoch: stepsPerEpoch)
    return stepsPerDepth > 0 ? step / stepsPerDepth : nil
  }

  private func input(for indices: [Int]) -> ClassifierInput {
    guard let features else { return .tokens(TokenBatch(indices.map { data.messages[$0] })) }
    return features.input(for: indices, using: &gathered)
  }

  /// Logits of some messages with the weights as they are, (indices, K).
  public func logits(at indices: [Int]) -> Matrix {
    guard let features else { return classifier.logits(of: indices.map { data.messages[$0] }) }
    return classifier.logits(from: features, at: indices)
  }

  /// Loss and accuracy on both parts, now.
  private func evaluateProgress() throws -> TrainingProgress {
    let start = ContinuousClock.now
    defer { evaluationTime += start.duration(to: .now) }
    let train = result(of: logits(at: data.train), data.train)
    var (validation, score): (PartResult?, Double?) = (nil, nil)
    if !data.validation.isEmpty {
      let logits = logits(at: data.validation)
      validation = result(of: logits, data.validation)
      // Of answers that are no numbers there is no score; the caller stops at the loss.
      if let selection = settings.selection, logits.sumOfSquares().isFinite {
        score = try selection.score(
          logits, labels: data.validation.map { data.labels[$0] },
          positiveClass: data.positiveClass)
      }
    }
    return TrainingProgress(
      step: step, epoch: Double(step) / Double(stepsPerEpoch),
      runningLoss: lossSum / Double(messageCount), train: train, validation: validation,
      score: score)
  }

  private func result(of logits: Matrix, _ indices: [Int]) -> PartResult {
    let labels = indices.map { data.labels[$0] }
    let correct = labels.enumerated().count { row, label in
      logits.indexOfMaximum(inRow: row) == label
    }
    return PartResult(
      loss: CrossEntropy().forward(logits, labels: labels).mean, correct: correct,
      count: labels.count)
  }

  /// What a checkpoint remembers beside weights and moments.
  private struct State: Codable {
    var step: Int
    var totalSteps: Int
    var lossSum: Double
    var messageCount: Int
    var history: [TrainingProgress]
    var best: BestWeights.State?
  }

  private var state: State {
    State(
      step: step, totalSteps: totalSteps, lossSum: lossSum, messageCount: messageCount,
      history: history, best: best?.state)
  }

  /// What changes with every step.
  private var tensors: [CheckpointTensor] {
    optimizer.state + (average?.state ?? []) + (best?.tensors ?? [])
  }

  /// Continues from a checkpoint of the same run.
  ///
  /// - Throws: `TrainingError` when it is damaged or of another run; the trainer is then unusable.
  public func restore(from file: CheckpointFile) throws {
    let state = try file.progress(as: State.self)
    guard state.totalSteps == totalSteps, 0...totalSteps ~= state.step else {
      throw TrainingError.foreignCheckpoint(
        file: file.path,
        reason: "it is of a run of \(state.totalSteps) steps, not \(totalSteps)")
    }
    try file.load(into: tensors)
    optimizer.resume(after: file.step)
    step = state.step
    history = state.history
    (lossSum, messageCount) = (state.lossSum, state.messageCount)
    if let state = state.best { best?.state = state }
  }
}
