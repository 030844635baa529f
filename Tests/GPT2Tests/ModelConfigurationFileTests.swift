import Foundation
import GPT2
import GPT2Kernels
import TestFiles
import Testing

@Suite struct ModelConfigurationFileTests {
  /// The fields that have no default, as JSON.
  private static let required = [
    "n_embd": "8", "n_head": "2", "n_layer": "3", "n_positions": "10", "vocab_size": "20",
  ]

  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  /// Writes the required fields with some changed, added or (nil) left out.
  private func write(_ changes: [String: String?]) throws -> String {
    var fields = Self.required
    for (name, value) in changes { fields[name] = value }
    let lines = fields.map { "\"\($0)\": \($1)" }.joined(separator: ",\n")
    return try folder.file("config.json", "{\(lines)}")
  }

  @Test func missingFieldsHaveTheDefaultsOfHuggingFace() throws {
    let file = try ModelConfigurationFile(path: write([:]))
    let model = GPT2Configuration(
      vocabularySize: 20, contextLength: 10, embeddingWidth: 8, blockCount: 3, headCount: 2)
    #expect(file == ModelConfigurationFile(model: model))
    #expect(model.innerWidth == 32 && model.activation == .tanhGELU)
    #expect(model.layerNormEpsilon == 1e-5 && model.initializerRange == 0.02)
    #expect(model.dropout.embedding == 0.1 && model.dropout.attention == 0.1)
    #expect(model.scalesAttention && !model.scalesAttentionByBlock && model.isCausal)
  }

  @Test func everyFieldIsRead() throws {
    let file = try ModelConfigurationFile(
      path: write([
        "n_inner": "24", "activation_function": "\"gelu\"", "layer_norm_epsilon": "0.001",
        "initializer_range": "0.5", "scale_attn_weights": "false",
        "scale_attn_by_inverse_layer_idx": "true", "embd_pdrop": "0.25", "attn_pdrop": "0.5",
        "resid_pdrop": "0", "eos_token_id": "19", "pad_token_id": "18",
        "id2label": "{\"1\": \"spam\", \"0\": \"ham\"}", "unknown": "[1, {}]",
      ]))
    #expect(file.model.innerWidth == 24)
    #expect(file.model.activation == .exactGELU)
    #expect(file.model.layerNormEpsilon == 0.001)
    #expect(file.model.initializerRange == 0.5)
    #expect(!file.model.scalesAttention && file.model.scalesAttentionByBlock)
    #expect(
      file.model.dropout
        == DropoutPlan.Probabilities(embedding: 0.25, attention: 0.5, residual: 0))
    #expect(file.model.endOfTextToken == 19 && file.model.padToken == 18)
    #expect(file.labels == ["ham", "spam"])
  }

  @Test(arguments: [
    ("gelu_new", Activation.tanhGELU), ("gelu_pytorch_tanh", .tanhGELU), ("gelu", .exactGELU),
    ("relu", .relu),
  ])
  func activationFunctionsHaveTheNamesOfHuggingFace(name: String, activation: Activation) throws {
    let file = try ModelConfigurationFile(path: write(["activation_function": "\"\(name)\""]))
    #expect(file.model.activation == activation)
  }

  @Test(arguments: [
    ("", true), (", \"hasCausalMask\": true", true), (", \"hasCausalMask\": false", false),
  ])
  func aClassifierMayDoWithoutTheMask(key: String, isCausal: Bool) throws {
    let file = try ModelConfigurationFile(
      path: write(["spamtune": "{\"pooling\": \"mean\"\(key)}"]))
    #expect(file.model.isCausal == isCausal)
  }

  @Test func theOlderNameOfTheContextLengthIsRead() throws {
    let file = try ModelConfigurationFile(path: write(["n_positions": nil, "n_ctx": "7"]))
    #expect(file.model.contextLength == 7)
  }

  @Test func labelsAreInTheOrderOfTheirNumbers() throws {
    let labels = (0..<12).map { "\"\($0)\": \"class \($0)\"" }.joined(separator: ", ")
    let file = try ModelConfigurationFile(path: write(["id2label": "{\(labels)}"]))
    #expect(file.labels == (0..<12).map { "class \($0)" })
  }

  static let problems: [([String: String?], String)] = [
    (["n_head": nil], "no field 'n_head'"),
    (["n_positions": nil], "no field 'n_positions'"),
    (["n_layer": "\"3\""], "'n_layer' is no Int"),
    (["n_layer": "null"], "'n_layer' is no Int"),
    (["id2label": "{\"0\": 1}"], "'id2label.0' is no String"),
    (["n_head": "3"], "n_embd 8 is no multiple of n_head 3"),
    (["n_layer": "0"], "n_layer is 0; expected 1 to 16777216"),
    (["n_embd": "-8"], "n_embd is -8; expected 1 to 16777216"),
    (["vocab_size": "16777217"], "vocab_size is 16777217; expected 1 to 16777216"),
    (["n_inner": "0"], "n_inner is 0; expected 1 to 16777216"),
    (["model_type": "\"llama\""], "model_type is 'llama'; this program reads 'gpt2'"),
    (
      ["add_cross_attention": "true"],
      "add_cross_attention is set; only plain GPT-2 is supported"
    ),
    (
      ["activation_function": "\"swish\""],
      "activation_function is 'swish'; supported: gelu_new, gelu_pytorch_tanh, gelu, relu"
    ),
    (["layer_norm_epsilon": "0"], "layer_norm_epsilon is 0.0; expected above 0"),
    (["embd_pdrop": "1"], "embd_pdrop is 1.0; expected 0 up to 1"),
    (["attn_pdrop": "-0.5"], "attn_pdrop is -0.5; expected 0 up to 1"),
    (["resid_pdrop": "2"], "resid_pdrop is 2.0; expected 0 up to 1"),
    (["eos_token_id": "20"], "eos_token_id is 20, outside a vocabulary of 20"),
    (["pad_token_id": "-1"], "pad_token_id is -1, outside a vocabulary of 20"),
    (
      ["id2label": "{\"0\": \"ham\", \"2\": \"spam\"}"],
      "id2label has 2 entries but none for 1"
    ),
    (["spamtune": "{\"pooling\": \"median\"}"], "'spamtune.pooling' is not usable"),
    (
      ["spamtune": "{\"pooling\": \"padded-last\", \"paddedLength\": -5}"],
      "spamtune.paddedLength is -5; expected 1 to 10"
    ),
    (
      ["spamtune": "{\"pooling\": \"padded-last\", \"paddedLength\": 11}"],
      "spamtune.paddedLength is 11; expected 1 to 10"
    ),
  ]

  @Test(arguments: problems)
  func everyProblemIsNamed(changes: [String: String?], reason: String) throws {
    let path = try write(changes)
    let error = ModelError.badConfiguration(file: path, reason: reason)
    #expect(throws: error) { try ModelConfigurationFile(path: path) }
    #expect(error.description == "\(path): \(reason).")
  }

  @Test(arguments: [
    ("", "not JSON"), ("{", "not JSON"), ("[]", "expected a JSON object"),
    ("7", "expected a JSON object"),
  ])
  func whatIsNoObjectIsRefused(text: String, reason: String) throws {
    let path = try folder.file("config.json", text)
    #expect(throws: ModelError.badConfiguration(file: path, reason: reason)) {
      try ModelConfigurationFile(path: path)
    }
  }

  @Test func aMissingFileIsNamed() {
    let path = folder.file("config.json")
    #expect(throws: ModelError.unreadable(file: path)) { try ModelConfigurationFile(path: path) }
  }

  /// Sizes within their bounds whose number of weights is no 64-bit number, or is none to allocate.
  @Test func sizesTooLargeTogetherAreRefused() throws {
    let most = String(1 << 24)
    let path = try write([
      "n_embd": most, "n_layer": most, "n_inner": most, "n_positions": most, "vocab_size": most,
    ])
    #expect(throws: ModelError.self) { try ModelConfigurationFile(path: path) }
  }

  @Test func whatIsWrittenIsReadBack() throws {
    var model = SmallClassifier.configuration()
    model.activation = .relu
    model.layerNormEpsilon = 1e-6
    model.initializerRange = 0.015
    model.scalesAttention = false
    model.scalesAttentionByBlock = true
    model.dropout = DropoutPlan.Probabilities(embedding: 0.1, attention: 0.2, residual: 0.3)
    model.endOfTextToken = 19
    model.padToken = 0
    let file = ModelConfigurationFile(
      model: model, labels: ["ham", "spam", "\"ünï\n\""],
      classifier: ClassifierSettings(
        pooling: .paddedLast, paddedLength: 9, positiveLabel: "spam"))
    let path = folder.file("config.json")
    try file.json(architecture: "GPT2ForSequenceClassification")
      .write(to: URL(fileURLWithPath: path))
    #expect(try ModelConfigurationFile(path: path) == file)
  }

  @Test func otherProgramsFindTheirKeys() throws {
    var model = SmallClassifier.configuration()
    model.innerWidth = 32
    model.padToken = 19
    let data = try ModelConfigurationFile(model: model, labels: ["ham", "spam"])
      .json(architecture: "GPT2ForSequenceClassification")
    let json = JSON(try JSONSerialization.jsonObject(with: data))
    #expect(json["architectures"].array.map(\.string) == ["GPT2ForSequenceClassification"])
    #expect(json["model_type"].string == "gpt2")
    #expect(json["n_embd"].int == 8 && json["n_layer"].int == 3 && json["n_inner"].isNull)
    #expect(json["id2label"]["1"].string == "spam" && json["label2id"]["ham"].int == 0)
    #expect(json["problem_type"].string == "single_label_classification")
    #expect(json["pad_token_id"].int == 19 && json["attn_pdrop"].double == 0.1)
    #expect(json["spamtune"].isNull)
    #expect(data.last == UInt8(ascii: "\n"))
  }
}
