import Foundation

/// `adapter_config.json`: how PEFT describes a LoRA adapter. Keys that do not change what an adapter computes
/// are passed over; those that do and that this program lacks are refused.
///
/// Source: PEFT 0.21, `LoraConfig`.
public struct AdapterConfiguration: Sendable, Equatable {
  public static let fileName = "adapter_config.json"

  /// `base_model_name_or_path`; a folder here, or a name on Hugging Face's hub.
  public var base: String?
  public var settings: AdapterSettings
  /// `alpha_pattern`: other values of alpha, by regular expressions for the ends of maps' names.
  public var alphaPattern: [String: Double] = [:]
  /// `layers_to_transform`: the adapted blocks; nil for all.
  public var blocks: [Int]?

  public init(base: String?, settings: AdapterSettings, blocks: [Int]? = nil) {
    self.base = base
    self.settings = settings
    self.blocks = blocks
  }

  /// - Throws: `ModelError.badConfiguration` naming the file, the key and what was expected.
  public init(path: String) throws(ModelError) {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw .unreadable(file: path)
    }
    func refuse(_ reason: String) -> ModelError { .badConfiguration(file: path, reason: reason) }
    let fields: Fields
    do {
      fields = try JSONDecoder().decode(Fields.self, from: data)
    } catch let error as DecodingError {
      throw refuse(ModelConfigurationFile.sentence(for: error))
    } catch {
      throw refuse("not JSON")
    }
    guard fields.type.uppercased() == "LORA" else {
      throw refuse("peft_type is '\(fields.type)'; this program reads 'LORA'")
    }
    if fields.usesDoRA == true { throw refuse("use_dora is set, which this program lacks") }
    if let bias = fields.bias, bias != "none" {
      throw refuse("bias is '\(bias)'; this program reads 'none'")
    }
    if fields.changesBase {
      throw refuse("init_lora_weights changes the base's own weights, which this program lacks")
    }
    if fields.invocationTokens?.isEmpty == false {
      throw refuse("alora_invocation_tokens is set, which this program lacks")
    }
    if fields.hasLoRABias == true { throw refuse("lora_bias is set, which this program lacks") }
    base = fields.base
    settings = AdapterSettings()
    settings.rank = fields.rank ?? 8
    settings.alpha = fields.alpha ?? 8
    settings.dropout = fields.dropout ?? 0
    settings.isRankStabilised = fields.isRankStabilised ?? false
    guard 1...65_536 ~= settings.rank else {
      throw refuse("r is \(settings.rank); expected 1 to 65536")
    }
    guard settings.alpha.isFinite else { throw refuse("lora_alpha is not a number") }
    alphaPattern = fields.alphaPattern ?? [:]
  }

  /// The file's text: PEFT's keys, sorted, indented by two spaces.
  ///
  /// - Parameter isQuantised: Whether the base's weights are; PEFT then sees them transposed.
  public func json(isQuantised: Bool) throws -> Data {
    let layers: Any = blocks ?? NSNull()
    let keys: [String: Any] = [
      "alpha_pattern": [String: Double](), "auto_mapping": NSNull(),
      "base_model_name_or_path": base ?? NSNull(), "bias": "none",
      "fan_in_fan_out": !isQuantised, "inference_mode": true, "init_lora_weights": true,
      "layers_pattern": NSNull(), "layers_to_transform": layers, "loftq_config": [String: Int](),
      "lora_alpha": settings.alpha, "lora_bias": false, "lora_dropout": settings.dropout,
      "modules_to_save": settings.savedModules, "peft_type": "LORA", "r": settings.rank,
      "rank_pattern": [String: Int](), "revision": NSNull(),
      "target_modules": settings.targets.map(\.rawValue), "task_type": "SEQ_CLS",
      "use_dora": false, "use_rslora": settings.isRankStabilised,
    ]
    return try JSONSerialization.data(
      withJSONObject: keys, options: [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes])
      + Data("\n".utf8)
  }

  /// What scales an adapter of a map.
  ///
  /// - Parameters:
  ///   - name: Of the map, such as `transformer.h.0.attn.c_attn`.
  ///   - rank: Of this adapter, which `rank_pattern` may have made another than `settings.rank`.
  /// - Throws: `ModelError.badConfiguration` for a pattern that is no regular expression.
  func scale(of name: String, rank: Int, file: String) throws(ModelError) -> Float {
    var settings = settings
    settings.rank = rank
    var found: [Double] = []
    for (pattern, alpha) in alphaPattern {
      // A long one could take for ever to match.
      guard pattern.utf8.count <= 100, let expression = try? Regex("(.*\\.)?(\(pattern))") else {
        throw .badConfiguration(
          file: file, reason: "a key of alpha_pattern is no regular expression of at most 100 bytes"
        )
      }
      if name.wholeMatch(of: expression) != nil { found.append(alpha) }
    }
    // The first one in the file counts, which a decoded file does not tell.
    guard Set(found).count <= 1 else {
      throw .badConfiguration(
        file: file, reason: "several keys of alpha_pattern, with different values, match '\(name)'")
    }
    settings.alpha = found.first ?? settings.alpha
    guard settings.scale.isFinite else {
      throw .badConfiguration(file: file, reason: "alpha is \(settings.alpha), which is too large")
    }
    return settings.scale
  }

  private struct Fields: Decodable {
    var type: String
    var base: String?
    var bias: String?
    var hasLoRABias: Bool?
    var rank: Int?
    var alpha: Double?
    var dropout: Double?
    var alphaPattern: [String: Double]?
    var usesDoRA: Bool?
    var initialisation: Initialisation?
    var invocationTokens: [Int]?
    var isRankStabilised: Bool?

    /// True, false, or a way's name.
    struct Initialisation: Decodable {
      let name: String?

      init(from decoder: any Decoder) throws {
        name = try? decoder.singleValueContainer().decode(String.self)
      }
    }

    /// Whether PEFT takes from the base what the adapter began with.
    var changesBase: Bool {
      let name = initialisation?.name?.lowercased() ?? ""
      return ["pissa", "olora", "corda", "loftq"].contains { name.hasPrefix($0) }
    }

    enum CodingKeys: String, CodingKey {
      case type = "peft_type"
      case base = "base_model_name_or_path"
      case bias
      case hasLoRABias = "lora_bias"
      case rank = "r"
      case alpha = "lora_alpha"
      case dropout = "lora_dropout"
      case alphaPattern = "alpha_pattern"
      case usesDoRA = "use_dora"
      case initialisation = "init_lora_weights"
      case invocationTokens = "alora_invocation_tokens"
      case isRankStabilised = "use_rslora"
    }
  }
}

extension AdapterSettings {
  /// What is trained and saved whole beside the adapters: PEFT's `modules_to_save`. It adds the first two of
  /// its own accord when an adapter is for sequence classification.
  var savedModules: [String] {
    (trainsHead ? ["classifier", "score"] : []) + (trainsFinalNorm ? ["ln_f"] : [])
  }
}
