import Foundation
import GPT2Kernels
import ModelFiles

/// A folder's `config.json` in Hugging Face's format: the transformer's shape and, for a
/// classifier, its labels and how they are read off.
public struct ModelConfigurationFile: Sendable, Equatable {
  public var model: GPT2Configuration
  /// Class names by index (`id2label`); nil in a language model.
  public var labels: [String]?
  /// What only this program knows, under the key `spamtune`; other programs ignore it.
  public var classifier: ClassifierSettings?

  public init(
    model: GPT2Configuration, labels: [String]? = nil, classifier: ClassifierSettings? = nil
  ) {
    self.model = model
    self.labels = labels
    self.classifier = classifier
  }

  /// Reads and checks `config.json`.
  ///
  /// - Throws: `ModelError` naming the file, the field, and what was expected.
  public init(path: String) throws(ModelError) {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw .unreadable(file: path)
    }
    let fields: Fields
    do {
      fields = try JSONDecoder().decode(Fields.self, from: data)
    } catch let error as DecodingError {
      throw .badConfiguration(file: path, reason: Self.sentence(for: error))
    } catch {
      throw .badConfiguration(file: path, reason: "not JSON")
    }
    do {
      model = try fields.model()
      labels = try fields.labels()
      classifier = try fields.classifier()
    } catch {
      throw .badConfiguration(file: path, reason: error.reason)
    }
  }

  /// The file's text: Hugging Face's keys, sorted, indented by two spaces.
  ///
  /// - Parameters:
  ///   - architecture: `GPT2ForSequenceClassification` or `GPT2LMHeadModel`.
  ///   - weights: The type of the weights beside it, `.float32` or `.float16`.
  ///   - quantisation: How the weights of the blocks are quantised; nil where they are not.
  public func json(
    architecture: String, weights: ElementType = .float32,
    quantisation: BitsAndBytesConfiguration? = nil
  ) throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return try encoder.encode(
      Fields(self, architecture: architecture, weights: weights, quantisation: quantisation))
      + Data("\n".utf8)
  }

  static func sentence(for error: DecodingError) -> String {
    func field(_ context: DecodingError.Context) -> String {
      context.codingPath.map(\.stringValue).joined(separator: ".")
    }
    switch error {
    case .keyNotFound(let key, _): return "no field '\(key.stringValue)'"
    case .typeMismatch(let type, let context), .valueNotFound(let type, let context):
      return context.codingPath.isEmpty
        ? "expected a JSON object" : "'\(field(context))' is no \(type)"
    case .dataCorrupted(let context):
      return context.codingPath.isEmpty ? "not JSON" : "'\(field(context))' is not usable"
    @unknown default: return "not usable"
    }
  }
}

/// How a classifier of ours reads a message; absent in folders of other programs.
public struct ClassifierSettings: Sendable, Equatable, Codable {
  public var pooling: Pooling
  /// The length in tokens to which messages are padded or cut, where pooling reads the padding.
  public var paddedLength: Int?
  /// False where every token attends to every other one; nil for GPT-2's mask.
  public var hasCausalMask: Bool?
  /// The class that precision and recall speak of.
  public var positiveLabel: String?
  /// The precision of products with frozen weights that the model was checked with after training; nil
  /// for one that was not.
  public var checkedPrecision: Precision?
  /// How the base's weights are quantised when it is opened; nil to use them as they lie there.
  public var quantisation: QuantisationFormat?

  public init(pooling: Pooling, paddedLength: Int? = nil, positiveLabel: String? = nil) {
    self.pooling = pooling
    self.paddedLength = paddedLength
    self.positiveLabel = positiveLabel
  }
}

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
