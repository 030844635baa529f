import COneDNN

/// What the factors of a product with frozen weights are made of. Sums, and everything that is not
/// such a product, are float32 in any case.
public enum Precision: String, Sendable, CaseIterable, Codable {
  case float32
  /// Weights and inputs rounded to 8 significant bits.
  case bfloat16
  /// Weights as signed integers with a scale per output, inputs as integers with a scale per row,
  /// both absmax (Dettmers et al.: "LLM.int8()", NeurIPS 2022, section 2.1, without the outliers).
  case int8

  /// Whether this machine can pack weights so: oneDNN is installed, and the processor has the
  /// instructions.
  public var canPack: Bool { od_is_native(cValue) != 0 }

  /// Of one element.
  var byteCount: Int {
    switch self {
    case .float32: 4
    case .bfloat16: 2
    case .int8: 1
    }
  }

  var cValue: od_precision {
    switch self {
    case .float32: od_float32
    case .bfloat16: od_bfloat16
    case .int8: od_int8
    }
  }

  /// The library behind packed weights and its version, for reports; nil when it is missing.
  public static var library: String? {
    let version = String(cString: od_version())
    return version.isEmpty ? nil : "oneDNN \(version)"
  }
}
