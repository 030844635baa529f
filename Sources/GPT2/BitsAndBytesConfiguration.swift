import GPT2Kernels

/// What `config.json` tells transformers of quantised weights: its key `quantization_config`.
///
/// Source: `BitsAndBytesConfig` of transformers 5.
public struct BitsAndBytesConfiguration: Sendable, Codable {
  private var loadsIn4Bits = false
  private var loadsIn8Bits = false
  private var computeType = "float32"
  private var storage = "uint8"
  private var type = "nf4"
  private var doubleQuantises = false
  private var method = "bitsandbytes"

  public init(_ format: QuantisationFormat, doubleQuantises: Bool) {
    loadsIn4Bits = format == .nf4
    loadsIn8Bits = format == .int8
    self.doubleQuantises = format == .nf4 && doubleQuantises
  }

  /// What is read is decided by the tensors that are there: other programs' keys are passed over.
  public init(from decoder: any Decoder) throws {}

  enum CodingKeys: String, CodingKey {
    case loadsIn4Bits = "load_in_4bit"
    case loadsIn8Bits = "load_in_8bit"
    case computeType = "bnb_4bit_compute_dtype"
    case storage = "bnb_4bit_quant_storage"
    case type = "bnb_4bit_quant_type"
    case doubleQuantises = "bnb_4bit_use_double_quant"
    case method = "quant_method"
  }
}
