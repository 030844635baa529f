import ClassificationMetrics
import ClassifierModels
import Experiments
import FineTuning
import Foundation
import GPT2Kernels
import Testing
import TextDatasets

/// What can be known to fail before the first step is refused at once, by whatever command makes the plan.
@Suite struct TrainingPlanTests {
  private let experiment: SmallExperiment

  init() throws { experiment = try SmallExperiment() }

  private func refusal(
    sourceLocation: SourceLocation = #_sourceLocation, _ change: (inout TrainingOptions) -> Void
  ) throws -> String {
    var options = experiment.options
    change(&options)
    let error = #expect(throws: (any Error).self, sourceLocation: sourceLocation) {
      _ = try TrainingPlan(options)
    }
    return "\(try #require(error, sourceLocation: sourceLocation))"
  }

  @Test func aPlanKnowsMessagesBaseAndPrecision() throws {
    let plan = try TrainingPlan(experiment.options)
    #expect(plan.data.split.train.count == 36)
    #expect(plan.base.path == experiment.base)
    #expect(plan.precision == .float32)
  }

  @Test func aThresholdNeedsAPositiveClassOfTwo() throws {
    let three = try experiment.write(classes: ["ham", "spam", "news"], to: "three.tsv")
    let sentence = try refusal { options in
      options.data.source = .file(three, split: "60/20/20")
      options.decision = DecisionOptions(criterion: .maxFalsePositiveRate(0.1))
    }
    #expect(sentence.contains("positive class"))
  }

  @Test func aThresholdNeedsValidationMessages() throws {
    let sentence = try refusal { options in
      options.data.source = .file(experiment.data, split: "80/0/20")
      options.decision = DecisionOptions(criterion: .maxFalsePositiveRate(0.1))
    }
    #expect(sentence.contains("validation part"))
  }

  @Test func choosingWeightsNeedsValidationMessages() throws {
    let sentence = try refusal { options in
      options.data.source = .file(experiment.data, split: "80/0/20")
      options.training.selection = ModelSelection()
    }
    #expect(sentence == "\(TrainingError.nothingToSelectBy)")
  }

  @Test func aPrecisionThatTheMachineLacksIsRefused() throws {
    var options = experiment.options
    options.precision = .int8
    if Precision.int8.canPack {
      #expect(try TrainingPlan(options).precision == .int8)
    } else {
      #expect(throws: ClassifierError.self) { _ = try TrainingPlan(options) }
    }
  }

  @Test func withoutHeldOutMessagesAutoIsFloat32() throws {
    var options = experiment.options
    options.precision = .auto
    options.data.source = .file(experiment.data, split: "100/0/0")
    #expect(try TrainingPlan(options).precision == .float32)
    // Rounds hold some out themselves.
    #expect(
      try TrainingPlan(ofRounds: options).precision
        == (Precision.bfloat16.canPack ? .bfloat16 : .float32))
  }

  @Test func aWeightOfAnUnknownClassIsRefused() throws {
    let sentence = try refusal { $0.data.classWeights = ["egg": 2] }
    #expect(sentence.contains("'egg'"))
  }

  @Test func aBaseThatIsTooSmallIsRefused() throws {
    let sentence = try refusal { $0.training.trainable = .lastBlocks(3) }
    #expect(sentence.contains("2 blocks"))
  }

  @Test func messagesAreVerifiedBeforeAnythingIsAskedOfThem() throws {
    var options = experiment.options
    options.data.classWeights = ["egg": 2]
    var inputs = TrainingInputs()
    #expect(throws: KitError.changed("messages", since: "then")) {
      _ = try TrainingPlan(options, from: &inputs) { _ in
        throw KitError.changed("messages", since: "then")
      }
    }
  }

  // MARK: - Several trainings

  @Test func whatTrainingsHaveInCommonIsReadOnce() throws {
    var inputs = TrainingInputs()
    let first = try TrainingPlan(experiment.options, from: &inputs)
    for path in [experiment.data, experiment.base + "/config.json"] {
      try FileManager.default.removeItem(atPath: path)
    }
    var options = experiment.options
    options.training.epochs = 7
    let second = try TrainingPlan(options, from: &inputs)
    #expect(second.data.digest == first.data.digest)
    #expect(second.options.training.epochs == 7)
    // Other options are checked with the base that is open.
    options.training.trainable = .lastBlocks(3)
    #expect(throws: KitError.tooManyBlocks(asked: 3, blocks: 2)) {
      _ = try TrainingPlan(options, from: &inputs)
    }
  }

  @Test func anotherSeedDividesAnew() throws {
    var inputs = TrainingInputs()
    let first = try TrainingPlan(experiment.options, from: &inputs)
    var options = experiment.options
    options.training.seed += 1
    let second = try TrainingPlan(options, from: &inputs)
    #expect(second.data.digest == first.data.digest)
    #expect(second.data.split.digest != first.data.split.digest)
  }
}
