/// Which maps of a block a low-rank adapter is added to, by the names that PEFT's users know.
public enum AdapterTarget: String, Sendable, CaseIterable, Codable {
  case queryKeyValue = "attn.c_attn"
  case attentionProjection = "attn.c_proj"
  case mlpInput = "mlp.c_fc"
  case mlpOutput = "mlp.c_proj"

  /// The targets that a name of PEFT's `target_modules` stands for, which is the end of a map's name: `c_proj`
  /// stands for two. `all-linear` stands for all. Empty for a name of none.
  public static func matching(_ name: String) -> [AdapterTarget] {
    allCases.filter {
      name == "all-linear" || $0.rawValue == name || $0.rawValue.hasSuffix("." + name)
    }
  }

  /// The map within a block.
  public var map: WritableKeyPath<TransformerBlock, Linear> {
    switch self {
    case .queryKeyValue: \.queryKeyValue
    case .attentionProjection: \.attentionProjection
    case .mlpInput: \.mlpInput
    case .mlpOutput: \.mlpOutput
    }
  }
}

extension GPT2Model {
  /// Inputs and outputs of each map of a block.
  public static func mapShapes(
    of configuration: GPT2Configuration
  ) -> [AdapterTarget: (inputs: Int, outputs: Int)] {
    let (c, inner) = (configuration.embeddingWidth, configuration.innerWidth)
    return [
      .queryKeyValue: (c, 3 * c), .attentionProjection: (c, c), .mlpInput: (c, inner),
      .mlpOutput: (inner, c),
    ]
  }
}

/// How low-rank adapters are made: rank, scale, and where they go.
///
/// Sources: Hu and others, "LoRA" (ICLR 2022); for `isRankStabilised` Kalajdzievski, "A rank stabilization
/// scaling factor for fine-tuning with LoRA" (2023), section 3.2.
public struct AdapterSettings: Sendable, Equatable, Codable {
  /// R, at least 1.
  public var rank = 8
  /// The addition is scaled by alpha / R, or alpha / √R when it is rank-stabilised.
  public var alpha = 16.0
  /// Probability of dropout on the adapters' inputs.
  public var dropout = 0.0
  /// Ascending, at least one.
  public var targets = AdapterTarget.allCases
  public var isRankStabilised = false
  /// Whether the classification head learns as well.
  public var trainsHead = true
  /// Whether the final norm learns as well.
  public var trainsFinalNorm = false

  public init() {}

  enum CodingKeys: String, CodingKey {
    case rank, alpha
    case dropout = "lora_dropout"
    case targets = "lora_targets"
    case isRankStabilised = "rslora"
    case trainsHead = "trains_head"
    case trainsFinalNorm = "trains_final_norm"
  }

  public var scale: Float {
    Float(alpha / (isRankStabilised ? Double(rank).squareRoot() : Double(rank)))
  }
}
