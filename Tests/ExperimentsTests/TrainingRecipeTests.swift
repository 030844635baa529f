import ClassifierModels
import FineTuning
import Foundation
import GPT2
import TestFiles
import Testing
import TextDatasets

@testable import Experiments

/// What a training is told where its user says little.
@Suite struct TrainingRecipeTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private func options(
    _ source: DataOptions.Source = .file("messages.tsv"), recommending json: String = "{}",
    give: (inout GivenSettings<TrainingOptions>) -> Void = { _ in }
  ) throws -> TrainingOptions {
    try Data(json.utf8).write(to: URL(fileURLWithPath: folder.file("fine-tuning.json")))
    var given = GivenSettings<TrainingOptions>()
    give(&given)
    return try TrainingOptions(source: source, base: folder.path, given: given)
  }

  @Test func whereNothingIsSaidTheDefaultsHold() throws {
    var expected = TrainingOptions(
      data: DataOptions(source: .file("messages.tsv", split: "70/10/20")), base: folder.path)
    expected.decision = DecisionOptions(fitsTemperature: true)
    let options = try options()
    #expect(options == expected)
    #expect(options.training.trainable == .lastBlocks(1))
    try options.validate()
  }

  @Test func whatIsGivenComesBeforeTheBaseAndTheBaseBeforeTheDefaults() throws {
    let options = try options(recommending: "{\"epochs\": 7, \"batch_size\": 3}") {
      $0[\.training.epochs] = 2
    }
    #expect(options.training.epochs == 2)
    #expect(options.training.batchSize == 3)
    #expect(options.training.optimizer.learningRate == 5e-5)
  }

  @Test func adaptersHaveARecipeOfTheirOwn() throws {
    let options = try options(recommending: "{\"learning_rate\": 0.001, \"trainable\": \"head\"}") {
      $0[\.method] = .lora
    }
    #expect(options.training.adapters == AdapterSettings())
    #expect(options.training.trainable == .all)
    #expect(options.training.optimizer.learningRate == 0.004)
    #expect(!options.hasHeadBias)
    #expect(options.quantisation == nil)
    try options.validate()
  }

  @Test func adaptersLearnAsTheyAreTold() throws {
    let options = try options {
      $0[\.method] = .qloraInt8
      $0[\.training.optimizer.learningRate] = 0.001
      $0[\.training.trainable] = .lastBlocks(2)
    }
    #expect(options.quantisation == .int8)
    #expect(options.method == .qloraInt8)
    #expect(options.training.trainable == .lastBlocks(2))
    #expect(options.training.optimizer.learningRate == 0.001)
  }

  @Test func aProgramThatIsRepeatedAsksNoBase() throws {
    let options = try options(recommending: "{\"epochs\": 7, \"pooling\": \"mean\"}") {
      $0[\.compat] = .raschka
    }
    #expect(options.training.epochs == 5)
    #expect(options.pooling == .paddedLast)
    #expect(options.precision == .float32)
    #expect(options.decision == nil)
    try options.validate()
  }

  @Test func whatAProgramLeavesOpenCanBeGiven() throws {
    let options = try options {
      $0[\.compat] = .raschka
      $0[\.pooling] = .first
      $0[\.precision] = .bfloat16
      $0[\.decision] = DecisionOptions(criterion: .bestF1)
    }
    #expect(options.pooling == .first)
    #expect(options.precision == .bfloat16)
    #expect(options.decision?.criterion == .bestF1)
  }

  @Test func whatAProgramDecidesCannotBeGiven() throws {
    let error = #expect(throws: SettingError.self) {
      try options {
        $0[\.compat] = .raschka
        $0[\.data.shuffles] = false
      }
    }
    #expect(
      error?.description == "`compat` raschka does as its program does; leave out `no_shuffle`.")
  }

  @Test func weightsOfClassesStandInForARecommendedBalance() throws {
    let balanced = "{\"balance\": \"class-weights\"}"
    #expect(try options(recommending: balanced).data.balance == .classWeights)
    let weighed = try options(recommending: balanced) {
      $0[\.data.weighting] = .byClass(["spam": 4])
    }
    #expect(weighed.data.balance == .none)
    #expect(weighed.data.classWeights == ["spam": 4])
    let automatic = try options { $0[\.data.weighting] = .auto }
    #expect(automatic.data.balance == .classWeights)
    #expect(automatic.data.classWeights == nil)
    let both = try options {
      $0[\.data.weighting] = .byClass(["spam": 4])
      $0[\.data.balance] = .undersample
    }
    #expect(both.data.balance == .undersample)
    #expect(both.data.classWeights == ["spam": 4])
  }

  @Test(arguments: [
    (ClassWeighting.byClass(["spam": 4]), DataOptions.Balance.classWeights), (.auto, .none),
    (.auto, .classWeights),
  ])
  func theSameIsNotSaidTwice(weighting: ClassWeighting, balance: DataOptions.Balance) {
    #expect(throws: SettingError.self) {
      try options {
        $0[\.data.weighting] = weighting
        $0[\.data.balance] = balance
      }
    }
  }

  @Test func aBalancedSplitNeedsNoRecommendedUndersampling() throws {
    let json = "{\"balance\": \"undersample\"}"
    #expect(try options(recommending: json).data.balance == .undersample)
    let balanced = DataOptions.Source.file("messages.tsv", split: "raschka")
    #expect(try options(balanced, recommending: json).data.balance == .none)
    let given = try options(balanced, recommending: json) { $0[\.data.balance] = .undersample }
    #expect(given.data.balance == .undersample)
  }

  @Test func roundsTakeTheWholeFileAndDecideNothing() throws {
    let options = try TrainingOptions(ofRoundsOn: "messages.tsv", base: folder.path)
    #expect(options.data.source == .file("messages.tsv", split: "100/0/0"))
    #expect(options.decision == nil)
  }

  @Test func aSimpleMethodTakesOverWhatConcernsIt() throws {
    try Data("{\"pooling\": \"mean\", \"balance\": \"undersample\", \"epochs\": 3}".utf8)
      .write(to: URL(fileURLWithPath: folder.file("fine-tuning.json")))
    let source = DataOptions.Source.file("messages.tsv")
    let probe = try BaselineOptions(.probe, source: source, base: folder.path)
    #expect(probe.features?.pooling == .mean)
    #expect(probe.data.balance == .undersample)
    try probe.validate()
    let words = try BaselineOptions(.naiveBayes, source: source, base: nil)
    #expect(words.features == nil)
    #expect(words.data.balance == .none)
    var given = GivenSettings<BaselineOptions>()
    #expect(try given.give(Pooling.first, to: "pooling"))
    let error = #expect(throws: SettingError.self) {
      try BaselineOptions(.naiveBayes, source: source, base: nil, given: given)
    }
    #expect(
      error?.description == "`pooling` is about features: it goes with `method` probe or knn.")
  }
}
