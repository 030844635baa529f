import ClassificationMetrics
import ClassifierModels
import FineTuning
import GPT2
import GPT2Kernels
import RunDatabase
import TextDatasets

extension TrainingOptions: Configurable {
  public static let settings = SettingsTable(
    defaults: TrainingOptions(data: DataOptions.settings.defaults, base: "")
  ) {
    DataOptions.settings.at(\.data)
    Setting("base", \.base)
    Setting(
      "pooling", \.pooling, isRecommendable: true,
      option: .pooling)
    Setting(
      "padded_length", optional: \.paddedLength, .count,
      default: "that of the longest training message",
      option: .value(
        "Length in tokens for padded-last, or of messages that are padded for mean."))
    Setting(
      "has_causal_mask", optional: \.hasCausalMask,
      option: .flag(
        "Every token attends to all others, not only to earlier ones.", gives: false,
        named: "no_causal_mask"))
    Setting("head_init", \.headInit, option: .value("How the weights of a new head begin."))
    Setting(
      "has_head_bias", \.hasHeadBias,
      option: .flag(
        "A head without bias, as Hugging Face's classifier has it.", gives: false,
        named: "no_head_bias")
    )
    Setting(
      "method", \.method, isRecorded: false,
      option: .value(
        "fine-tune: the weights of the part that learns; lora: low-rank adapters beside them.",
        discussion: """
          qlora-int8 and qlora-nf4: adapters beside weights that are kept in 8 or 4 bits, for little memory. \
          Adapters are added to every block, or to those that `trainable` names, and are saved in PEFT's \
          format. Their learning rate is \(AdapterRecipe.learningRateFactor) times that of weights where none \
          is given.
          """))
    Setting("quantisation", optional: \.quantisation)
    TrainingSettings.settings.at(\.training)
    Setting(
      "compat", optional: \.compat,
      option: .value(
        "Repeat what a published program does, to its random numbers.",
        discussion: """
          raschka: his gpt_class_finetune.py. Pads to the longest training message and reads the last \
          position; begins the head and draws the batches as torch does; computes in float32; takes \
          nothing from fine-tuning.json. With `split` raschka and no other options of training this is \
          the training in his book. `pooling`, `padded_length` and `no_causal_mask` make it one of his \
          additional experiments: first, last (the last real token, or no padding), or the mean with the \
          padding.
          """))
    Setting(
      "precision", \.precision,
      option: .value(
        """
        Precision of products with frozen weights: auto is the fastest of bfloat16 and float32 that keeps \
        the probabilities of held-out messages within \(PrecisionCheck.limit) of float32's.
        """))
    Setting(
      "stores_text", \.storesText,
      option: .storeText)
    Setting("decision", optional: \.decision, isRecorded: false)
    recordedOfDecision
  }

  /// How answers are decided on, as the database keeps it.
  private static var recordedOfDecision: [Setting<TrainingOptions>] {
    let ofCriterion = ["name", "share", "false_positive", "false_negative"].map { name in
      Setting<TrainingOptions>(recorded: name) { options in
        guard let criterion = options.decision?.criterion,
          case .object(let fields) = try SettingValue(encoding: criterion)
        else { return .null }
        return fields[name] ?? .null
      }
    }
    return ofCriterion + [
      Setting(recorded: "fits_temperature") {
        $0.decision.map { .boolean($0.fitsTemperature) } ?? .null
      },
      Setting(recorded: "maximum_false_negative_rate") {
        try $0.decision?.maximumFalseNegativeRate.map(SettingValue.init(encoding:)) ?? .null
      },
    ]
  }
}

extension SettingOption {
  static let pooling = value(
    """
    Which hidden state speaks for a message: of the last token, the first, the mean, or the last after \
    padding to one length.
    """)

  static let storeText = flag(
    "Keep the texts of the test messages in the database, beside the predictions.",
    named: "store_text")
}

/// What learns, and in which form: the weights themselves, or adapters beside them.
public enum TrainingMethod: String, Sendable, CaseIterable, Codable {
  case fineTune = "fine-tune"
  case lora
  case qloraInt8 = "qlora-int8"
  case qloraNF4 = "qlora-nf4"

  /// How the weights below the adapters are kept.
  public var quantisation: QuantisationFormat? {
    switch self {
    case .fineTune, .lora: nil
    case .qloraInt8: .int8
    case .qloraNF4: .nf4
    }
  }
}

extension TrainingOptions {
  /// What `training.adapters` and `quantisation` say in one word. A method with adapters keeps those that there
  /// are, else it has the default ones.
  public var method: TrainingMethod {
    get {
      guard training.adapters != nil else { return .fineTune }
      return TrainingMethod.allCases.last { $0.quantisation == quantisation } ?? .lora
    }
    set {
      training.adapters = newValue == .fineTune ? nil : training.adapters ?? AdapterSettings()
      quantisation = newValue.quantisation
    }
  }
}
