import GPT2Kernels
import ModelFiles

extension ModelConfigurationFile {
  /// The keys of Hugging Face's `GPT2Config`. Older files lack some; a missing one has the default
  /// of that class.
  struct Fields: Codable {
    var activation: String?
    var addsCrossAttention: Bool?
    var architectures: [String]?
    var attentionDropout: Double?
    var beginToken: Int32?
    var type: String?
    var embeddingDropout: Double?
    var endToken: Int32?
    var labelOfIndex: [String: String]?
    var initializerRange: Double?
    var indexOfLabel: [String: Int]?
    var layerNormEpsilon: Double?
    var modelType: String?
    var embeddingWidth: Int
    var headCount: Int
    var innerWidth: Int?
    var blockCount: Int
    var contextLength: Int?
    var olderContextLength: Int?
    var padToken: Int32?
    var problemType: String?
    var quantisation: BitsAndBytesConfiguration?
    var reordersAndUpcasts: Bool?
    var residualDropout: Double?
    var scalesByBlock: Bool?
    var scalesAttention: Bool?
    var spamtune: ClassifierSettings?
    var summaryActivation: String?
    var summaryFirstDropout: Double?
    var projectsSummaryToLabels: Bool?
    var summaryType: String?
    var projectsSummary: Bool?
    var tiesEmbeddings: Bool?
    var usesCache: Bool?
    var vocabularySize: Int

    enum CodingKeys: String, CodingKey {
      case activation = "activation_function"
      case addsCrossAttention = "add_cross_attention"
      case architectures
      case attentionDropout = "attn_pdrop"
      case beginToken = "bos_token_id"
      case type = "dtype"
      case embeddingDropout = "embd_pdrop"
      case endToken = "eos_token_id"
      case labelOfIndex = "id2label"
      case initializerRange = "initializer_range"
      case indexOfLabel = "label2id"
      case layerNormEpsilon = "layer_norm_epsilon"
      case modelType = "model_type"
      case embeddingWidth = "n_embd"
      case headCount = "n_head"
      case innerWidth = "n_inner"
      case blockCount = "n_layer"
      case contextLength = "n_positions"
      case olderContextLength = "n_ctx"
      case padToken = "pad_token_id"
      case problemType = "problem_type"
      case quantisation = "quantization_config"
      case reordersAndUpcasts = "reorder_and_upcast_attn"
      case residualDropout = "resid_pdrop"
      case scalesByBlock = "scale_attn_by_inverse_layer_idx"
      case scalesAttention = "scale_attn_weights"
      case spamtune
      case summaryActivation = "summary_activation"
      case summaryFirstDropout = "summary_first_dropout"
      case projectsSummaryToLabels = "summary_proj_to_labels"
      case summaryType = "summary_type"
      case projectsSummary = "summary_use_proj"
      case tiesEmbeddings = "tie_word_embeddings"
      case usesCache = "use_cache"
      case vocabularySize = "vocab_size"
    }
  }
}

extension ModelConfigurationFile.Fields {
  /// What is wrong with a field.
  struct Problem: Error {
    let reason: String
  }

  /// The transformer's shape, checked.
  func model() throws(Problem) -> GPT2Configuration {
    if let modelType, modelType != "gpt2" {
      throw Problem(reason: "model_type is '\(modelType)'; this program reads 'gpt2'")
    }
    if addsCrossAttention == true {
      throw Problem(reason: "add_cross_attention is set; only plain GPT-2 is supported")
    }
    guard let contextLength = contextLength ?? olderContextLength else {
      throw Problem(reason: "no field 'n_positions'")
    }
    let sizes = [
      ("vocab_size", vocabularySize), ("n_positions", contextLength), ("n_embd", embeddingWidth),
      ("n_layer", blockCount), ("n_head", headCount), ("n_inner", innerWidth ?? 1),
    ]
    // Bounds far above any GPT-2 keep products of sizes from overflowing; see also below.
    for (name, size) in sizes where !(1...1 << 24 ~= size) {
      throw Problem(reason: "\(name) is \(size); expected 1 to \(1 << 24)")
    }
    guard embeddingWidth % headCount == 0 else {
      throw Problem(reason: "n_embd \(embeddingWidth) is no multiple of n_head \(headCount)")
    }
    var model = GPT2Configuration(
      vocabularySize: vocabularySize, contextLength: contextLength, embeddingWidth: embeddingWidth,
      blockCount: blockCount, headCount: headCount)
    model.innerWidth = innerWidth ?? 4 * embeddingWidth
    let (c, inner) = (Double(embeddingWidth), Double(model.innerWidth))
    let weights =
      Double(vocabularySize + contextLength) * c + Double(blockCount) * c * (4 * c + 2 * inner)
    guard weights < 1e13 else {
      throw Problem(reason: "the sizes give \(weights) weights; expected fewer than 1e13")
    }
    model.activation = try activationFunction()
    model.layerNormEpsilon = layerNormEpsilon ?? 1e-5
    guard model.layerNormEpsilon > 0, model.layerNormEpsilon < 1 else {
      throw Problem(reason: "layer_norm_epsilon is \(model.layerNormEpsilon); expected above 0")
    }
    model.initializerRange = initializerRange ?? 0.02
    model.scalesAttention = scalesAttention ?? true
    model.scalesAttentionByBlock = scalesByBlock ?? false
    model.isCausal = spamtune?.hasCausalMask ?? true
    model.dropout = DropoutPlan.Probabilities(
      embedding: try probability(embeddingDropout, "embd_pdrop"),
      attention: try probability(attentionDropout, "attn_pdrop"),
      residual: try probability(residualDropout, "resid_pdrop"))
    model.endOfTextToken = try token(endToken, "eos_token_id")
    model.padToken = try token(padToken, "pad_token_id")
    return model
  }

  /// Class names by index, checked to be 0..<K without gaps.
  func labels() throws(Problem) -> [String]? {
    guard let labelOfIndex else { return nil }
    guard Set(labelOfIndex.values).count == labelOfIndex.count else {
      throw Problem(reason: "id2label gives two classes one name")
    }
    return try (0..<labelOfIndex.count).map { index throws(Problem) in
      guard let label = labelOfIndex[String(index)] else {
        throw Problem(reason: "id2label has \(labelOfIndex.count) entries but none for \(index)")
      }
      return label
    }
  }

  /// What only this program writes, checked: messages are cut or padded to the length that it names.
  func classifier() throws(Problem) -> ClassifierSettings? {
    if let length = spamtune?.paddedLength, let limit = contextLength ?? olderContextLength,
      !(1...limit ~= length)
    {
      throw Problem(reason: "spamtune.paddedLength is \(length); expected 1 to \(limit)")
    }
    return spamtune
  }

  private func activationFunction() throws(Problem) -> Activation {
    switch activation ?? "gelu_new" {
    case "gelu_new", "gelu_pytorch_tanh": return .tanhGELU
    case "gelu": return .exactGELU
    case "relu": return .relu
    case let other:
      throw Problem(
        reason: "activation_function is '\(other)'; supported: gelu_new, gelu_pytorch_tanh, "
          + "gelu, relu")
    }
  }

  private func probability(_ value: Double?, _ name: String) throws(Problem) -> Float {
    let value = value ?? 0.1
    guard value >= 0, value < 1 else {
      throw Problem(reason: "\(name) is \(value); expected 0 up to 1")
    }
    return Float(value)
  }

  private func token(_ id: Int32?, _ name: String) throws(Problem) -> Int32? {
    guard let id else { return nil }
    guard id >= 0, id < vocabularySize else {
      throw Problem(reason: "\(name) is \(id), outside a vocabulary of \(vocabularySize)")
    }
    return id
  }

  /// What is written for a model.
  init(
    _ file: ModelConfigurationFile, architecture: String, weights: ElementType,
    quantisation: BitsAndBytesConfiguration?
  ) {
    let model = file.model
    switch model.activation {
    case .tanhGELU: activation = "gelu_new"
    case .exactGELU: activation = "gelu"
    case .relu: activation = "relu"
    }
    addsCrossAttention = false
    architectures = [architecture]
    attentionDropout = model.dropout.attention.shortest
    beginToken = model.endOfTextToken
    type = weights == .float16 ? "float16" : "float32"
    embeddingDropout = model.dropout.embedding.shortest
    endToken = model.endOfTextToken
    initializerRange = model.initializerRange
    layerNormEpsilon = model.layerNormEpsilon
    modelType = "gpt2"
    embeddingWidth = model.embeddingWidth
    headCount = model.headCount
    innerWidth = model.innerWidth == 4 * model.embeddingWidth ? nil : model.innerWidth
    blockCount = model.blockCount
    contextLength = model.contextLength
    padToken = model.padToken
    self.quantisation = quantisation
    reordersAndUpcasts = false
    residualDropout = model.dropout.residual.shortest
    scalesByBlock = model.scalesAttentionByBlock
    scalesAttention = model.scalesAttention
    spamtune = file.classifier
    summaryFirstDropout = 0.1
    projectsSummaryToLabels = true
    summaryType = "cls_index"
    projectsSummary = true
    tiesEmbeddings = true
    usesCache = true
    vocabularySize = model.vocabularySize
    guard let labels = file.labels else { return }
    labelOfIndex = Dictionary(uniqueKeysWithValues: labels.enumerated().map { ("\($0)", $1) })
    indexOfLabel = Dictionary(
      labels.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    problemType = "single_label_classification"
  }
}

extension Float {
  /// The double that prints as this number does: 0.1, not 0.10000000149.
  fileprivate var shortest: Double { Double(description) ?? Double(self) }
}
