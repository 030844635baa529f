import FineTuning
import GPT2
import GPT2Kernels
import ModelFiles
import TestFiles
import TestSupport
import Testing

/// Whole training runs of another implementation, followed step by step.
@Suite(.disabled(if: Fixtures.isMissing, "\(Fixtures.note)"))
struct ReferenceTrainingTests {
  @Test(arguments: ["constant", "warmup_cosine_clipped"])
  func wholeRun(recipe name: String) throws {
    let trace = try Fixtures.json("tiny/reference/train_trace.json")
    let reference = trace["recipes"][name]
    let recipe = reference["recipe"]

    var settings = TrainingSettings()
    settings.trainable = recipe["trainable"].string == "all" ? .all : .lastBlocks(1)
    settings.epochs = try #require(trace["epochs"].int)
    settings.batchSize = try #require(trace["batch_size"].int)
    settings.optimizer.learningRate = try #require(recipe["lr"].double)
    settings.optimizer.weightDecay = try #require(recipe["weight_decay"].double)
    settings.optimizer.beta1 = recipe["betas"].doubles[0]
    settings.optimizer.beta2 = recipe["betas"].doubles[1]
    settings.optimizer.epsilon = try #require(recipe["eps"].double)
    if name != "constant" { settings.schedule = LearningRateSchedule(shape: .cosine, warmup: 3) }
    settings.maxGradientNorm = recipe["max_grad_norm"].double
    settings.labelSmoothing = try #require(recipe["label_smoothing"].double)
    let weights = recipe["class_weights"].doubles
    settings.classWeights = weights.isEmpty ? nil : weights

    let train = trace["train"].array
    let test = trace["test"].array
    let messages = (train + test).map { $0["ids"].ints.map(Int32.init) }
    let labels = (train + test).compactMap { $0["label"].int }
    let data = TrainingData(
      messages: messages, labels: labels, train: Array(train.indices), validation: [])
    let order = trace["order"].array.map { $0.array.map { ArraySlice($0.ints) } }

    let classifier = try Self.classifier(trainable: settings.trainable)
    let features = try classifier.frozenDepth.map { depth in
      try #require(classifier.frozenFeatures(of: messages, depth: depth))
    }
    let trainer = try Trainer(
      classifier, settings: settings, data: data, features: features, batches: { order[$0] })
    let testIndices = Array(train.count..<messages.count)
    expectClose(
      trainer.logits(at: testIndices), reference["test_logits_before"].array.flatMap(\.doubles),
      within: 1e-5)

    var steps: [TrainingStep] = []
    let finished = try trainer.run { event in
      if case .step(let step) = event { steps.append(step) }
      return true
    }
    #expect(finished)
    expectClose(steps.map(\.loss), reference["losses"].doubles, within: 1e-4, "losses")
    expectClose(
      steps.map(\.learningRate), reference["learning_rates"].doubles, within: 1e-12, "rates")
    expectClose(
      steps.map(\.gradientNorm), reference["gradient_norms_before_clipping"].doubles,
      within: 1e-4, "gradient norms")
    expectClose(
      trainer.logits(at: testIndices), reference["test_logits_after"].array.flatMap(\.doubles),
      within: 1e-4, "test logits")
    expectClose(
      trainer.logits(at: data.train), reference["train_logits_after"].array.flatMap(\.doubles),
      within: 1e-4, "train logits")
  }

  @Test(arguments: [
    "adamw_last_block", "adamw_all", "adamw_decay2d_last_block",
    "adamw_decay2d_last_block_clipped", "sgd_last_block", "sgd_nesterov_last_block",
  ])
  func threeOptimiserSteps(name: String) throws {
    let optim = try Fixtures.json("tiny/reference/optim.json")
    let reference = optim["cases"][name]
    var settings = OptimizerSettings()
    settings.method = try #require(reference["optimizer"].string).hasPrefix("SGD") ? .sgd : .adamW
    settings.learningRate = try #require(reference["lr"].double)
    settings.weightDecay = try #require(reference["wd"].double)
    settings.decay = name.contains("decay2d") ? .matrices : .all
    if let momentum = reference["momentum"].double { settings.momentum = momentum }
    settings.nesterov = name.contains("nesterov")
    if let betas = Optional(reference["betas"].doubles), betas.count == 2 {
      (settings.beta1, settings.beta2) = (betas[0], betas[1])
      settings.epsilon = try #require(reference["eps"].double)
    }
    let part: TrainablePart = name.hasSuffix("_all") ? .all : .lastBlocks(1)
    let classifier = try Self.classifier(
      trainable: part, folder: "tiny/hf", head: "head2")
    let batch = try Fixtures.json("tiny/reference/batch.json")
    let sequences = batch["sequences"].array.map { $0.ints.map(Int32.init) }
    let labels = batch["labels2"].ints
    let optimizer = Optimizer(settings, parameters: classifier.trainableParameters)
    let workspace = ClassifierWorkspace(for: classifier, keeping: .activations)
    let file = try SafetensorsFile(
      path: Fixtures.path("tiny/reference/optim_\(name).safetensors"))

    // Some cases keep the values after the last step only.
    var compared = 0
    for (index, minibatch) in optim["minibatches"].array.map(\.ints).enumerated() {
      optimizer.clearGradients()
      let logits = classifier.forward(
        .tokens(TokenBatch(minibatch.map { sequences[$0] })), in: workspace)
      let dLogits = workspace.gradientOfLogits()
      let total = CrossEntropy().forward(
        logits, labels: minibatch.map { labels[$0] }, gradient: dLogits,
        divisor: Double(minibatch.count))
      classifier.backward(dLogits, in: workspace)
      expectClose([total.mean], [reference["losses"].doubles[index]], within: 1e-4, "loss")
      let norm = optimizer.gradientNorm()
      let scale = reference["max_grad_norm"].double.map {
        Optimizer.clippingFactor(norm: norm, maximum: $0)
      }
      optimizer.update(learningRate: settings.learningRate, gradientScale: scale ?? 1)
      for parameter in classifier.trainableParameters {
        guard file["step\(index + 1).\(parameter.name)"] != nil else { continue }
        compared += 1
        var found = parameter.value.elements.map(Double.init)
        var expected = try Fixtures.doubles("step\(index + 1).\(parameter.name)", in: file)
        if parameter.name.hasSuffix("c_attn.bias") {
          // Rounding noise in a gradient that is zero in theory, divided by its own size.
          for element in 48..<96 {
            #expect(
              abs(found[element] - expected[element])
                <= Double(index + 1) * settings.learningRate)
            (found[element], expected[element]) = (0, 0)
          }
        }
        expectClose(found, expected, within: 2e-5, parameter.name)
      }
    }
    #expect(compared > 0 && compared == file.tensors.count)
  }

  @Test func schedules() throws {
    var checked = 0
    for reference in try Fixtures.json("metrics/schedules.json")["cases"].array {
      let name = try #require(reference["name"].string)
      let shape: LearningRateSchedule.Shape
      switch name.lowercased() {
      case let name where name.contains("linear decay"): shape = .linear
      case let name where name.contains("restart") || name.contains("polynomial"): continue
      case let name where name.contains("floor") || name.contains("appendix"): continue
      case let name where name.contains("cosine"): shape = .cosine
      case let name where name.contains("constant"): shape = .constant
      default: continue
      }
      guard let total = reference["total_steps"].int, let warmup = reference["warmup_steps"].int,
        let base = reference["base_lr"].double
      else { continue }
      let schedule = LearningRateSchedule(shape: shape, warmup: Double(warmup))
      let expected = reference["lr"].doubles
      let steps = min(total, expected.count)
      expectClose(
        (0..<steps).map { base * schedule.factor(step: $0, totalSteps: total) },
        Array(expected.prefix(steps)), within: 1e-12, name)
      checked += 1
    }
    #expect(checked >= 4)
  }

  @Test func clippingFactors() throws {
    for reference in try Fixtures.json("tiny/reference/clipping.json")["cases"].array {
      let norm = try #require(reference["total_norm"].double)
      let maximum = try #require(reference["max_norm"].double)
      let expected = try #require(reference["coefficient"].double)
      #expect(abs(Optimizer.clippingFactor(norm: norm, maximum: maximum) - expected) < 1e-6)
    }
  }

  private static func classifier(
    trainable: TrainablePart, folder: String = "tiny/hf-seqcls", head: String? = nil
  ) throws -> SequenceClassifier {
    let configuration = try ModelConfigurationFile(
      path: Fixtures.path(folder + "/config.json")
    ).model
    let tensors = ModelTensors(try TensorCollection(path: Fixtures.path(folder)))
    let model = try GPT2Model(configuration: configuration, parameter: tensors.parameter)
    var weight = Matrix(rows: 2, columns: 48)
    var bias = Matrix(count: 2)
    if let head {
      let file = try SafetensorsFile(path: Fixtures.path("tiny/reference/heads.safetensors"))
      weight = Matrix(rows: 2, columns: 48, try file.tensor(head + ".weight").floats())
      bias = Matrix(rows: 1, columns: 2, try file.tensor(head + ".bias").floats())
    } else {
      weight = try tensors.parameter("score.weight", shape: [2, 48]).value
    }
    var classifier = SequenceClassifier(
      model: model,
      head: ClassificationHead(
        weight: Parameter(name: "score.weight", shape: [2, 48], value: weight),
        bias: Parameter(name: "score.bias", shape: [2], value: bias)),
      pooling: .last)
    classifier.setTrainable(trainable)
    return classifier
  }
}
