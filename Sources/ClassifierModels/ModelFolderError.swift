import Files

/// A model's folder that cannot be used as it was asked to be, or a place where none can be written. Every message
/// names the place and what to do; settings stand between backticks.
public enum ModelFolderError: Error, Equatable, Sendable, CustomStringConvertible {
  case missingBase(String, model: String)
  case otherBase(String, model: String)
  case unreadableReference(String)
  case missingAdapterBase(String, adapter: String)
  case adapterAsBase(String)
  case partialBase(String)
  case notQuantisable(String, reason: String)
  case alreadyQuantised(String)
  case noAdapter(String)
  case noOriginal(String)
  case otherTokenizer(folder: String, tokens: Int, vocabulary: Int)
  case outputExists(String)
  case badDecision(String, reason: String)
  case noThreshold(model: String)
  case dependentHead(String)
  case poolingNotExportable(String, model: String)
  case maskNotExportable(model: String)

  public var description: String {
    switch self {
    case .missingBase(let path, let model):
      "\(model): its base model is no longer at \(path). Say where it is with `base`."
    case .otherBase(let path, let model):
      "\(path): not the base that \(model) was trained on (SHA-256 differs). "
        + "Name the right one with `base`."
    case .unreadableReference(let path):
      "\(path): not a reference to a base model. Put the file back, or train the model anew."
    case .missingAdapterBase(let name, let adapter):
      "\(adapter): an adapter for '\(name)', which is no model's folder here. Say where it is with "
        + "`base`."
    case .adapterAsBase(let path):
      "\(path): an adapter is no base. Merge it with its own, and name the result."
    case .partialBase(let path):
      "\(path): holds a part of a model only, beside a reference to its base. Name a whole one: a base, "
        + "a model of which everything was trained, or one that was exported or merged."
    case .notQuantisable(let place, let reason):
      "\(place): \(reason)"
    case .alreadyQuantised(let path):
      "\(path): its weights are quantised already. Name the base that they were made from."
    case .noAdapter(let path):
      "\(path): holds no adapter (adapter_config.json); there is nothing to merge."
    case .noOriginal(let path):
      "\(path): its base holds codes only, not the original weights. Merge `into` dequantised."
    case .otherTokenizer(let folder, let tokens, let vocabulary):
      "\(folder): the tokenizer has \(tokens) tokens, but config.json says \(vocabulary). "
        + "The files belong to different models."
    case .outputExists(let path):
      "\(path): already holds files. Choose another `output`."
    case .badDecision(let path, let reason):
      "\(path): \(reason). Calibrate the model anew, or remove the file."
    case .noThreshold(let model):
      "\(model): has no threshold between 0 and 1 that could be folded into its head. Calibrate it to "
        + "have one, or leave out `fold_threshold`."
    case .dependentHead(let folder):
      "\(folder): the rows of score.weight depend on each other, so the head's bias cannot be "
        + "folded into ln_f.bias. Train with `no_head_bias` to export."
    case .poolingNotExportable(let pooling, let model):
      "\(model): reads messages by '\(pooling)', but transformers always reads the last token, so its "
        + "answers would differ. Train with `pooling` last to export."
    case .maskNotExportable(let model):
      "\(model): its tokens attend to later ones, but transformers always masks those, so its answers "
        + "would differ. Train without `no_causal_mask` to export."
    }
  }
}

extension ModelFolderError: ReportableError {
  package var exitClass: ExitClass { .input }
}
