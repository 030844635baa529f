import FineTuning
import GPT2

extension TrainingSettings: Configurable {
  public static let settings = SettingsTable(defaults: TrainingSettings()) {
    Setting(
      "trainable", \.trainable, isRecommendable: true, note: "all for adapters",
      option: .value(
        "Which weights learn: head, last-N (the last N blocks, the final norm and the head), or all."
      ))
    Setting(
      "epochs", \.epochs, .count, isRecommendable: true,
      option: .value("Passes over the training messages."))
    Setting(
      "batch_size", \.batchSize, .count, isRecommendable: true,
      option: .value("Messages per batch."))
    Setting(
      "gradient_accumulation", \.gradientAccumulation, .count, option: .value("Batches per step.")
    )
    OptimizerSettings.settings.at(\.optimizer)
    LearningRateSchedule.settings.at(\.schedule)
    Setting(
      "max_gradient_norm", optional: \.maxGradientNorm, .positive, isRecommendable: true,
      none: .infinity, default: "inf, no limit",
      option: .value("Longest gradient; longer ones are scaled down."))
    Setting(
      "dropout", \.dropout, .within(0...0.99), isRecommendable: true,
      option: .value("Probability of dropout in the part that learns."))
    Setting(
      "label_smoothing", \.labelSmoothing, .share, isRecommendable: true,
      option: .value("Share of the target that is spread over all classes."))
    Setting(
      "average_last", \.averageLast, .within(0...1), isRecommendable: true,
      option: .value(
        """
        Share of the steps, counted from the end, whose weights are averaged into the model; 0 for the \
        weights after the last step.
        """))
    Setting(
      "focal_gamma", \.focalGamma, .within(0...10),
      option: .value(
        "γ of the focal loss, which looks away from what is learned already; 0 for none."))
    Setting(
      "gradual_unfreezing", \.gradualUnfreezing, .within(0...1e6, "epochs, 0 for none"),
      option: .value(
        "Epochs after which the next layer below the head begins to learn; 0 for all at once."))
    Setting(
      "gradient_checkpointing", \.gradientCheckpointing,
      option: .flag(
        "Compute activations twice instead of keeping them: a third slower, for less memory."))
    Setting(
      "keep_best", \.keepBest, isRecorded: false,
      option: .flag("Keep the weights that did best on the validation part, not the last ones.")
    )
    Setting(
      "early_stopping", optional: \.earlyStopping, .count,
      option: .value(
        "Stop after so many results without a better one on the validation part; keeps the best.")
    )
    Setting(
      "best_metric", optional: \.bestMetric, default: ModelSelection().criterion.description,
      option: .value("What best means; keeps the best weights."))
    Setting("seed", \.seed, option: .value("Seed of everything random."))
    Setting(
      "eval_every", \.evalEvery, .notNegative,
      option: .value("Evaluate every so many steps, beside once per epoch; 0 for never."))
    Setting(
      "save_every", \.saveEvery, .notNegative,
      option: .value("Save a checkpoint every so many steps, beside once per epoch; 0 for never."))
    AdapterSettings.settings.at(
      optional: \.adapters, needed: "is about adapters: it goes with `method` lora or qlora-….")
  }
}

/// The parts of `selection`, each of which brings the others' defaults with it.
extension TrainingSettings {
  public var keepBest: Bool {
    get { selection != nil }
    set { selection = newValue ? selection ?? ModelSelection() : nil }
  }

  public var earlyStopping: Int? {
    get { selection?.patience }
    set {
      guard selection != nil || newValue != nil else { return }
      selection = ModelSelection(selection?.criterion ?? .loss, patience: newValue)
    }
  }

  public var bestMetric: ModelSelection.Criterion? {
    get { selection?.criterion }
    set { selection = newValue.map { ModelSelection($0, patience: selection?.patience) } }
  }
}

extension OptimizerSettings: Configurable {
  public static let settings = SettingsTable(defaults: OptimizerSettings()) {
    Setting("optimizer", \.method, option: .value("How gradients change the weights."))
    Setting(
      "learning_rate", \.learningRate, .positive, isRecommendable: true,
      option: .value("Highest learning rate."))
    Setting(
      "layer_decay", \.layerDecay,
      AllowedValues("a number above 0, up to 1") { $0 > 0 && $0 <= 1 }, isRecommendable: true,
      option: .value(
        "Factor on the learning rate for each layer further down from the head."))
    Setting(
      "weight_decay", \.weightDecay, .notNegative, isRecommendable: true,
      option: .value("Weight decay."))
    Setting(
      "decay", \.decay, isRecommendable: true,
      option: .value("What weight decay acts on: all parameters, or matrices only."))
    Setting(
      "beta1", \.beta1, .share,
      option: .value("How much of the mean gradient is kept in a step, for AdamW and Adam."))
    Setting(
      "beta2", \.beta2, .share,
      option: .value("How much of the mean squared gradient is kept in a step, for AdamW and Adam.")
    )
    Setting(
      "epsilon", \.epsilon, .positive,
      option: .value("Added to the divisor of a step, for AdamW and Adam."))
    Setting("momentum", \.momentum, .share, option: .value("Momentum, for SGD."))
    Setting("nesterov", \.nesterov, option: .flag("Nesterov's momentum, for SGD."))
  }
}

extension LearningRateSchedule: Configurable {
  public static let settings = SettingsTable(defaults: LearningRateSchedule()) {
    Setting(
      "schedule", \.shape, isRecommendable: true,
      option: .value("How the learning rate changes after the warm-up."))
    Setting(
      "warmup", \.warmup, .within(0...1e12, "0 or more, at most 1e12"), isRecommendable: true,
      option: .value("Steps of warm-up; below 1 a share of all steps."))
  }
}

extension AdapterSettings: Configurable {
  public static let settings = SettingsTable(defaults: AdapterSettings()) {
    Setting("rank", \.rank, .within(1...65_536), option: .value("Rank of the adapters."))
    Setting(
      "alpha", \.alpha, .positive, option: .value("The adapters' scale is alpha / rank."))
    Setting(
      "lora_dropout", \.dropout, .within(0...0.99),
      option: .value("Probability of dropout on the adapters' inputs."))
    Setting(
      "lora_targets", \.targets, AllowedValues("at least one") { !$0.isEmpty },
      default: "all-linear",
      option: .value(
        """
        Maps that get an adapter, by PEFT's names and with commas between: c_attn, attn.c_proj, c_fc, \
        mlp.c_proj; c_proj is both projections.
        """),
      parse: { list throws(SettingError) in try AdapterTarget.parsing(list) })
    Setting(
      "rslora", \.isRankStabilised, option: .flag("Scale by alpha / √rank instead (rsLoRA)."))
    Setting(
      "trains_head", \.trainsHead,
      option: .flag(
        "Keep the base's head; only adapters learn.", gives: false, named: "freeze_head"))
    Setting(
      "trains_final_norm", \.trainsFinalNorm,
      option: .flag("The final norm learns as well.", named: "train_norm"))
  }
}

extension AdapterTarget {
  /// Targets as a person writes them, in their own order.
  ///
  /// - Parameter list: Names of PEFT's, with commas between.
  static func parsing(_ list: String) throws(SettingError) -> [AdapterTarget] {
    var wanted: Set<AdapterTarget> = []
    for name in list.split(separator: ",").map({ $0.trimmingPrefix { $0 == " " } }) {
      let found = AdapterTarget.matching(String(name))
      guard !found.isEmpty else {
        throw .unsuitable(
          "`lora_targets` names '\(name)', which GPT-2 does not have; there are c_attn, attn.c_proj, c_fc, "
            + "mlp.c_proj, c_proj (both projections) and all-linear.")
      }
      wanted.formUnion(found)
    }
    return allCases.filter(wanted.contains)
  }
}
