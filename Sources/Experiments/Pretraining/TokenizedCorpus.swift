import ClassifierModels
import Files
import FineTuning
import GPT2
import GPT2Kernels
import GPT2Tokenizer
import RunDatabase
import TextDatasets

/// What a pretraining works on: the weights it starts from, their tokenizer, and the texts as tokens, divided into
/// those to learn from and those held out.
struct TokenizedCorpus {
  let tokenizer: BytePairTokenizer
  /// At its first step.
  let trainer: LanguageModelTrainer
  /// The files of texts, and one digest of all their contents.
  let reference: FileReference

  /// - Throws: `ModelError`, `ModelFileError`, `TokenizerError`, `DatasetError`; `SettingError` for a tokenizer
  ///   without the token that ends a document.
  init(_ options: PretrainingOptions, timer: PhaseTimer) throws {
    let (loaded, tokenizer) = try timer.time(.load) {
      try options.start.open(seed: options.training.seed)
    }
    var model = loaded
    model.forEachParameter { $0.setTrainable(true) }
    guard let endOfText = tokenizer.endOfText else {
      throw KitError.badOption(
        "The tokenizer has no <|endoftext|> token, which must end every document.")
    }
    let context = model.configuration.contextLength
    var train = TokenSequences(contextLength: context, endOfText: endOfText)
    var validation = train
    var draw = Philox(seed: options.training.seed, for: .splitting)
    try timer.time(.tokenise) {
      for text in options.texts {
        for document in try TextDocuments(path: text.path, layout: options.layout).texts {
          let isHeldOut = Double(draw.next() >> 11) * 0x1p-53 < options.validationShare
          let ids = tokenizer.encode(document)
          if isHeldOut { validation.append(ids) } else { train.append(ids, weight: text.weight) }
        }
      }
    }
    let digests = try options.texts.map { try FileDigest.of(path: $0.path).sha256 }
    reference = FileReference(
      path: options.texts.map(\.path).joined(separator: "; "), sha256: SHA256Sum.joining(digests))
    trainer = try LanguageModelTrainer(
      model, settings: options.training, train: train, validation: validation)
    self.tokenizer = tokenizer
  }
}
