import ArgumentParser
import ClassifierModels
import FineTuning
import Foundation
import GPT2
import SpamTuneKit
import TestFiles
import Testing
import TextDatasets

@testable import SpamTuneCLI

/// The options of commands are the settings of the library, no more and no less.
@Suite struct SettingArgumentsTests {
  /// Options of training commands that say where something is, or how it is shown or decided.
  private static let others: Set<String> = [
    "resume", "output", "name", "database", "no_cache", "data", "split", "train_file",
    "validation_file", "test_file", "base", "max_fpr", "min_precision", "cost", "best", "max_fnr",
    "no_temperature", "threads", "format", "files",
  ]

  /// The options of a command by their names in snake_case, with the types of their values.
  private static func options(of command: any ParsableArguments) -> [String: Any.Type] {
    Mirror(reflecting: command).children.reduce(into: [:]) { options, child in
      if let group = child.value as? any OptionGroupValue {
        options.merge(Self.options(of: group.arguments)) { first, _ in first }
      } else if let option = child.value as? any TypedOption, let label = child.label {
        options[label.dropFirst().snakeCase] = type(of: option).type
      }
    }
  }

  private static func compare<Options>(
    _ command: any ParsableArguments, with table: SettingsTable<Options>,
    others: Set<String>
  ) {
    let options = Self.options(of: command).filter { !others.contains($0.key) }
    #expect(options.count > 5)
    for (name, type) in options {
      let setting = table.setting(option: name)
      #expect(setting != nil, "\(name) is no setting")
      #expect(setting?.takes(type) == true, "\(name) does not take \(type)")
    }
    let missing = table.rows.filter { $0.option != nil && options[$0.optionName] == nil }
    #expect(missing.map(\.name).isEmpty, "no options: \(missing.map(\.name))")
  }

  @Test func trainHasEverySettingAndNothingElse() throws {
    Self.compare(
      try Train.parse([]), with: TrainingOptions.settings, others: Self.others)
  }

  @Test func soHasBaseline() throws {
    let command = try Baseline.parse(["--method", "probe"])
    Self.compare(
      command, with: BaselineOptions.settings, others: Self.others.subtracting(["base"]))
  }

  @Test func optionsOfOtherCommandsAreSettings() throws {
    let commands: [any ParsableArguments] = [
      try CrossValidate.parse([]), try Compare.parse([]),
      try Sweep.parse(["--grid", "rank=4,8"]),
    ]
    let own: Set = [
      "folds", "train_on", "repeats", "measure", "methods", "metric", "grid", "random",
      "seed_of_search", "halving",
    ]
    for command in commands {
      for (name, type) in Self.options(of: command)
      where !Self.others.contains(name) && !own.contains(name) {
        #expect(
          TrainingOptions.settings.setting(option: name)?.takes(type) == true, "\(name): \(type)")
      }
    }
    let command = try Pretrain.parse(["--text", "a.txt", "--base", "weights/mini"])
    let places: Set = ["resume", "text", "config", "tokenizer", "base", "output", "database"]
    for (name, type) in Self.options(of: command)
    where !places.contains(name) && !Self.others.contains(name) {
      #expect(
        PretrainingOptions.settings.setting(option: name)?.takes(type) == true, "\(name): \(type)")
    }
  }

  /// A command that has an option the program does not know.
  private struct Tempered: ParsableArguments {
    static let table = SettingsTable(defaults: TrainingOptions.settings.defaults) {
      TrainingOptions.settings.rows
      Setting(
        "temper_of_steel", \.training.labelSmoothing, .within(0...1),
        option: .value("How it takes it; see `label_smoothing`."))
    }
    @Option(help: .setting("temper_of_steel", of: Self.table)) var temperOfSteel: Double?
  }

  @Test func aRowIsHelpAndValueOfAnOption() throws {
    let help = Tempered.helpMessage(columns: 200)
    #expect(help.contains("--temper-of-steel"))
    #expect(help.contains("see --label-smoothing. (default: 0)"))
    let typed = try Tempered.parse(["--temper-of-steel", "0.5"])
    var given = GivenSettings(of: Tempered.table)
    try given.take(typed)
    var options = Tempered.table.defaults
    try given.apply(to: &options)
    #expect(options.training.labelSmoothing == 0.5)
    #expect(try GivenSettings<TrainingOptions>(typedIn: Tempered.parse([])).isEmpty)
  }

  @Test func sentencesHaveOptionsInPlaceOfSettings() {
    #expect(
      SettingError.outOfRange("learning_rate", value: "-1", allowed: "a number above 0").description
        .withOptions == "--learning-rate is -1; give a number above 0.")
    #expect("a `b_c` 'd' ` e `".withOptions == "a --b-c 'd' ` e `")
  }
}

/// A Swift program that gives a library what a user types gets the same training.
@Suite struct CommandRecipeTests {
  private typealias Given = GivenSettings<TrainingOptions>

  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try Data("{\"epochs\": 7, \"balance\": \"class-weights\", \"learning_rate\": 0.001}".utf8)
      .write(to: URL(fileURLWithPath: folder.file("fine-tuning.json")))
  }

  /// What `train` makes of a command line, and the library of the same words.
  private func check(
    _ arguments: [String], split: String? = nil, _ give: (inout Given) -> Void = { _ in }
  ) throws {
    let data = folder.file("messages.tsv")
    let command = try Train.parse(["--data", data, "--base", folder.path] + arguments)
    var given = Given()
    give(&given)
    let source = split.map { DataOptions.Source.file(data, split: $0) } ?? .file(data)
    #expect(
      try command.options(in: Home(path: folder.path), tell: { _ in })
        == TrainingOptions(source: source, base: folder.path, given: given))
  }

  @Test func saying() throws {
    try check([])
    try check(["--epochs", "3", "--seed", "9"]) {
      $0[\.training.epochs] = 3
      $0[\.training.seed] = 9
    }
    try check(["--split", "80/0/20", "--balance", "none"], split: "80/0/20") {
      $0[\.data.balance] = DataOptions.Balance.none
    }
    try check(["--method", "lora"]) { $0[\.method] = .lora }
    try check(["--method", "qlora-nf4", "--trainable", "last-1", "--learning-rate", "0.5"]) {
      $0[\.method] = .qloraNF4
      $0[\.training.trainable] = .lastBlocks(1)
      $0[\.training.optimizer.learningRate] = 0.5
    }
    try check(["--compat", "raschka", "--pooling", "mean", "--no-causal-mask"]) {
      $0[\.compat] = .raschka
      $0[\.pooling] = .mean
      $0[\.hasCausalMask] = false
    }
    try check(["--class-weights", "ham=1,spam=4"]) {
      $0[\.data.weighting] = .byClass(["ham": 1, "spam": 4])
    }
    try check(["--class-weights", "auto"]) { $0[\.data.weighting] = .auto }
    try check(["--max-fnr", "2%", "--no-temperature"]) {
      $0[\.decision] = DecisionOptions(fitsTemperature: false, maximumFalseNegativeRate: 0.02)
    }
    try check(["--max-fpr", "0.1%", "--max-fnr", "2%"]) {
      $0[\.decision] = DecisionOptions(
        criterion: .maxFalsePositiveRate(0.001), maximumFalseNegativeRate: 0.02)
    }
    try check(["--early-stopping", "2", "--best-metric", "mcc", "--no-head-bias"]) {
      $0[\.training.earlyStopping] = 2
      $0[\.training.bestMetric] = .metric(.mcc)
      $0[\.hasHeadBias] = false
    }
    try check(["--max-gradient-norm", "inf", "--store-text", "--precision", "float32"]) {
      $0[\.training.maxGradientNorm] = .some(nil)
      $0[\.storesText] = true
      $0[\.precision] = .float32
    }
  }

  @Test func adaptersAreMadeAsTheyAreTyped() throws {
    let command = try Train.parse([
      "--data", "a", "--base", folder.path, "--method", "lora", "--rank", "3", "--freeze-head",
      "--lora-targets", "c_fc, attn.c_proj",
    ])
    let options = try command.options(in: Home(path: folder.path), tell: { _ in })
    var adapters = AdapterSettings()
    adapters.rank = 3
    adapters.trainsHead = false
    adapters.targets = [.attentionProjection, .mlpInput]
    #expect(options.training.adapters == adapters)
  }

  @Test func whatABaseRecommendsIsTold() throws {
    var told: [String] = []
    _ = try Train.parse(["--data", "a", "--base", folder.path])
      .options(in: Home(path: folder.path), tell: { told.append($0) })
    #expect(
      told.map(\.withOptions) == [
        "recommended for this base, where you say nothing else: --balance class-weights --epochs 7 "
          + "--learning-rate 0.001"
      ])
  }
}
