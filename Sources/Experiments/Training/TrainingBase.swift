import ClassifierModels
import FineTuning
import Foundation
import GPT2
import RunDatabase

/// The base of a training, and how what was learned on it is saved.
struct TrainingBase {
  let folder: ModelFolder
  /// SHA-256 of the weights that lie in the folder. Of a base that was fine-tuned itself those are not all, but the
  /// others are checked whenever it is opened.
  let digest: String
  /// What a model refers to that does not repeat the base's weights. Of a base that was fine-tuned itself it is the one
  /// that that one stands on.
  private let reference: BaseReference
  private let options: TrainingOptions

  /// - Throws: `ModelFileError` for weights that cannot be read.
  init(_ plan: TrainingPlan) throws {
    (folder, options) = (plan.base, plan.options)
    if let base = folder.base {
      reference = base
      digest = try folder.digest()
    } else {
      reference = try BaseReference(folder.collection, folder: options.base)
      digest = reference.sha256
    }
  }

  /// The base as the record of a run names it.
  var file: FileReference { FileReference(path: options.base, sha256: digest) }

  /// The transformer with the base's weights. Training changes it where it is not mapped.
  ///
  /// - Throws: `ModelError`, `ModelFileError`.
  func model() throws -> GPT2Model { try folder.model(for: options) }

  /// Saves what was learned: adapters, or the tensors that were trained.
  ///
  /// - Returns: The folder, with the digest of the file of weights.
  func save(
    _ classifier: SequenceClassifier, _ configuration: ModelConfigurationFile, to path: String
  ) throws -> FileReference {
    if let adapters = options.training.adapters {
      let digest = try ModelWriter.save(
        adaptersOf: classifier, adapters, configuration: configuration,
        tokenizer: folder.tokenizer, base: reference, to: path)
      return FileReference(path: path, sha256: digest.sha256)
    }
    // What a fine-tuned base changed in its own base and this run left alone.
    let inherited =
      folder.base == nil
      ? []
      : classifier.parameters.filter { parameter in
        !parameter.isTrainable && folder.ownTensors?.contains(parameter.name) ?? false
      }
    let digest = try ModelWriter.save(
      classifier, configuration: configuration, tokenizer: folder.tokenizer,
      base: options.training.trainable == .all ? nil : reference, alsoWriting: inherited, to: path)
    return FileReference(path: path, sha256: digest.sha256)
  }
}
