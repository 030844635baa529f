import ClassificationMetrics
import ClassifierModels
import FineTuning
import Foundation
import GPT2
import RunDatabase
import Testing
import TextDatasets

@testable import Experiments

@Suite struct SettingsTableTests {
  /// A value other than the default for every setting that a person can give. A setting that is missing here, or
  /// one that is not saved and read again, fails a test.
  static let values: [String: any Sendable] = [
    "data_format": TextFileFormat.csv, "text_column": "body", "label_column": "kind",
    "encoding": TextEncoding.latin1, "skip_bad_rows": true, "no_shuffle": true,
    "balance": DataOptions.Balance.undersample, "class_weights": "ham=1,spam=4",
    "positive_label": "ham", "pooling": Pooling.mean, "padded_length": 40, "no_causal_mask": true,
    "head_init": ClassificationHead.Initialization.zeros, "no_head_bias": true,
    "method": TrainingMethod.qloraNF4, "trainable": TrainablePart.lastBlocks(2), "epochs": 3,
    "batch_size": 5, "gradient_accumulation": 2, "optimizer": OptimizerSettings.Method.sgd,
    "learning_rate": 0.002, "layer_decay": 0.5, "weight_decay": 0.25,
    "decay": OptimizerSettings.Decay.matrices, "beta1": 0.5, "beta2": 0.75, "epsilon": 0.001,
    "momentum": 0.25, "nesterov": true, "schedule": LearningRateSchedule.Shape.cosine,
    "warmup": 0.5, "max_gradient_norm": 0.75, "dropout": 0.125, "label_smoothing": 0.0625,
    "average_last": 0.5, "focal_gamma": 2.0, "gradual_unfreezing": 1.5,
    "gradient_checkpointing": true, "keep_best": true, "early_stopping": 4,
    "best_metric": ModelSelection.Criterion.metric(.mcc), "seed": UInt64.max, "eval_every": 6,
    "save_every": 7, "rank": 3, "alpha": 5.0, "lora_dropout": 0.375, "lora_targets": "c_proj",
    "rslora": true, "freeze_head": true, "train_norm": true, "compat": Compatibility.raschka,
    "precision": PrecisionChoice.float32, "store_text": true,
  ]

  private static func given(
    _ names: some Sequence<String>
  ) throws -> GivenSettings<TrainingOptions> {
    var given = GivenSettings<TrainingOptions>()
    for name in names {
      let value = try #require(values[name])
      #expect(try given.give(value, to: name), "\(name)")
    }
    return given
  }

  @Test func namesAreUnique() {
    let rows = TrainingOptions.settings.rows
    #expect(Set(rows.map(\.name)).count == rows.count)
    let options = rows.filter { $0.option != nil }.map(\.optionName)
    #expect(Set(options).count == options.count)
    #expect(Set(options) == Set(Self.values.keys))
    #expect(rows.map(\.name).allSatisfy { $0.wholeMatch(of: /[a-z][a-z0-9_]*/) != nil })
  }

  @Test func defaultsAreAllowed() throws {
    try TrainingOptions.settings.check(TrainingOptions.settings.defaults)
    try BaselineOptions.settings.check(BaselineOptions.settings.defaults)
    try PretrainingOptions.settings.check(PretrainingOptions.settings.defaults)
  }

  @Test(arguments: values.keys.sorted())
  func aSettingIsSavedAndReadAgain(name: String) throws {
    let needed = TrainingOptions.settings.setting(option: name)?.name ?? ""
    // Settings of adapters need some.
    let isOfAdapters = AdapterSettings.settings[needed] != nil
    var options = TrainingOptions.settings.defaults
    try Self.given(isOfAdapters ? ["method", name] : [name]).apply(to: &options)
    #expect(options != TrainingOptions.settings.defaults)
    if isOfAdapters {
      var adapters = TrainingOptions.settings.defaults
      adapters.method = .qloraNF4
      #expect(options != adapters)
    }
    let read = try JSONDecoder().decode(
      TrainingOptions.self, from: JSONEncoder().encode(options))
    #expect(read == options)
  }

  /// The database's names are a contract: other programs ask for them.
  @Test func everySettingIsRecordedByItsName() throws {
    var options = TrainingOptions.settings.defaults
    let names = Self.values.keys.filter { $0 != "keep_best" && $0 != "compat" }
    try Self.given(names).apply(to: &options)
    options.base = "weights/gpt2"
    options.decision = DecisionOptions(
      criterion: .maxFalsePositiveRate(0.01), maximumFalseNegativeRate: 0.02)
    let recorded = try options.recorded()
    let expected: [String: SettingValue] = [
      "format": "csv", "text_column": "body", "label_column": "kind", "encoding": "latin1",
      "skips_bad_rows": true, "shuffles": false, "balance": "undersample",
      "class_weights": .object(["ham": 1, "spam": 4]), "positive_label": "ham",
      "base": "weights/gpt2", "pooling": "mean", "padded_length": 40, "has_causal_mask": false,
      "head_init": "zeros", "has_head_bias": false, "quantisation": "nf4", "trainable": "last-2",
      "epochs": 3, "batch_size": 5, "gradient_accumulation": 2, "optimizer": "sgd",
      "learning_rate": 0.002, "layer_decay": 0.5, "weight_decay": 0.25, "decay": "matrices",
      "beta1": 0.5, "beta2": 0.75, "epsilon": 0.001, "momentum": 0.25, "nesterov": true,
      "schedule": "cosine", "warmup": 0.5, "max_gradient_norm": 0.75, "dropout": 0.125,
      "label_smoothing": 0.0625, "average_last": 0.5, "focal_gamma": 2, "gradual_unfreezing": 1.5,
      "gradient_checkpointing": true, "early_stopping": 4, "best_metric": "mcc",
      "seed": .number(Double(UInt64.max)), "eval_every": 6, "save_every": 7, "rank": 3, "alpha": 5,
      "lora_dropout": 0.375, "lora_targets": .list(["attn.c_proj", "mlp.c_proj"]), "rslora": true,
      "trains_head": false, "trains_final_norm": true, "precision": "float32", "stores_text": true,
      "fits_temperature": true, "name": "max_fpr", "share": 0.01,
      "maximum_false_negative_rate": 0.02,
    ]
    #expect(recorded.filter { $0.key != "options" } == expected)
    guard case .object(let all) = recorded["options"] else {
      Issue.record("the options as a whole are missing")
      return
    }
    #expect(all["base"] == "weights/gpt2")
  }

  /// As a run of version 0.1.0 has it, whose properties had other names.
  @Test func anOlderFileIsRead() throws {
    let json = """
      {
        "base": "weights/mini",
        "data": {
          "balance": "none", "classWeights": {"ham": 1, "spam": 2}, "encoding": "utf8",
          "shuffles": true, "skipsBadRows": false,
          "source": {"file": {"_0": "data/sample.tsv", "split": "70/10/20"}}
        },
        "compatibility": "raschka",
        "decision": {
          "criterion": {"name": "max_fpr", "share": 0.01}, "fitsTemperature": true,
          "maximumFalseNegativeRate": 0.02
        },
        "hasCausalMask": false, "hasHeadBias": true, "headInitialization": "zeros",
        "paddedLength": 40, "pooling": "mean", "precision": "auto", "storesText": true,
        "training": {
          "averagedShare": 0.25, "batchSize": 16, "dropout": 0, "epochs": 1, "evaluateEvery": 2,
          "focalGamma": 0, "gradientAccumulation": 1, "gradualUnfreezing": 0, "labelSmoothing": 0,
          "maximumGradientNorm": 0.5,
          "optimizer": {
            "beta1": 0.9, "beta2": 0.999, "decay": "matrices", "epsilon": 1e-08, "layerDecay": 1,
            "learningRate": 0.0005, "method": "adamw", "momentum": 0.9, "nesterov": false,
            "weightDecay": 0.01
          },
          "recomputesActivations": true, "saveEvery": 0,
          "schedule": {"shape": "linear", "warmup": 0.1},
          "seed": 123, "selection": {"criterion": "mcc", "patience": 3}, "trainable": "head"
        }
      }
      """
    let options = try JSONDecoder().decode(TrainingOptions.self, from: Data(json.utf8))
    #expect(options.data.source == .file("data/sample.tsv", split: "70/10/20"))
    #expect(options.headInit == .zeros)
    #expect(options.compat == .raschka)
    #expect(options.training.averageLast == 0.25)
    #expect(options.training.evalEvery == 2)
    #expect(options.training.maxGradientNorm == 0.5)
    #expect(options.training.gradientCheckpointing)
    #expect(options.training.bestMetric == .metric(.mcc))
    #expect(options.training.earlyStopping == 3)
    #expect(options.training.optimizer.learningRate == 0.0005)
    let written = try JSONDecoder().decode(
      SettingValue.self, from: JSONEncoder().encode(options))
    let original = try JSONDecoder().decode(SettingValue.self, from: Data(json.utf8))
    #expect(written == original)
  }

  @Test(arguments: [
    ("epochs", 0 as any Sendable, "`epochs` is 0; give 1 to 1000000."),
    ("batch_size", 1_000_001, "`batch_size` is 1000001; give 1 to 1000000."),
    ("learning_rate", -1.0, "`learning_rate` is -1.0; give a number above 0."),
    ("learning_rate", Double.nan, "`learning_rate` is nan; give a number above 0."),
    ("layer_decay", 1.5, "`layer_decay` is 1.5; give a number above 0, up to 1."),
    ("weight_decay", Double.infinity, "`weight_decay` is inf; give 0 or more."),
    ("beta1", 1.0, "`beta1` is 1.0; give 0 up to, not including, 1."),
    ("dropout", 1.0, "`dropout` is 1.0; give 0 to 0.99."),
    ("warmup", 1e13, "`warmup` is 10000000000000.0; give 0 or more, at most 1e12."),
    ("max_gradient_norm", 0.0, "`max_gradient_norm` is 0.0; give a number above 0."),
    ("early_stopping", 0, "`early_stopping` is 0; give 1 to 1000000."),
    ("eval_every", -1, "`eval_every` is -1; give 0 or more."),
    ("gradual_unfreezing", -1.0, "`gradual_unfreezing` is -1.0; give epochs, 0 for none."),
  ])
  func aValueOutOfRangeIsNamed(name: String, value: any Sendable, sentence: String) throws {
    var options = TrainingOptions.settings.defaults
    var given = GivenSettings<TrainingOptions>()
    #expect(try given.give(value, to: name))
    try given.apply(to: &options)
    let error = #expect(throws: SettingError.self) { try options.validate() }
    #expect(error?.description == sentence)
  }

  @Test func infinityTakesALimitBack() throws {
    var options = TrainingOptions.settings.defaults
    options.training.maxGradientNorm = 1
    var given = GivenSettings<TrainingOptions>()
    #expect(try given.give(Double.infinity, to: "max_gradient_norm"))
    try given.apply(to: &options)
    #expect(options.training.maxGradientNorm == nil)
  }

  @Test func settingsOfAdaptersNeedAdapters() throws {
    var options = TrainingOptions.settings.defaults
    let error = #expect(throws: SettingError.self) { try Self.given(["rank"]).apply(to: &options) }
    #expect(
      error?.description == "`rank` is about adapters: it goes with `method` lora or qlora-….")
  }

  @Test func whatNobodyKnowsIsNotTaken() throws {
    var given = GivenSettings<TrainingOptions>()
    #expect(try !given.give(3, to: "epoch"))
    #expect(try !given.give("three", to: "epochs"))
    #expect(given.isEmpty)
    let error = #expect(throws: SettingError.self) { try given.give("conv", to: "lora_targets") }
    #expect(error?.description.contains("`lora_targets` names 'conv'") == true)
  }

  @Test func aProgramGivesValuesByTheirPlace() throws {
    var given = GivenSettings<TrainingOptions>()
    #expect(given[\.training.epochs] == nil)
    given[\.training.epochs] = 3
    given[\.training.optimizer.learningRate] = 0.5
    given[\.paddedLength] = 20
    #expect(given[\.training.epochs] == 3)
    var options = TrainingOptions.settings.defaults
    try given.apply(to: &options)
    #expect(options.training.epochs == 3)
    #expect(options.training.optimizer.learningRate == 0.5)
    #expect(options.paddedLength == 20)
    given[\.training.epochs] = nil
    #expect(given[\.training.epochs] == nil)
  }
}
