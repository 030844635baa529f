import GPT2
import SpamTuneKit

/// A method as 'spamtune compare' names it, and the command that measures it.
struct ComparedMethod: Equatable {
  enum Kind: Equatable {
    /// Weights learn: these.
    case weights(TrainablePart)
    /// Adapters learn; what `--method` of train is given.
    case adapters(String)
    case baseline(BaselineMethod)
  }

  let name: String
  let kind: Kind

  /// - Parameter name: `head`, `last-N`, `all`, `lora`, `qlora-int8`, `qlora-nf4`, or a baseline's.
  init?(_ name: String) {
    self.name = name
    if let part = TrainablePart(name) {
      kind = .weights(part)
    } else if ["lora", "qlora-int8", "qlora-nf4"].contains(name) {
      kind = .adapters(name)
    } else if let method = BaselineMethod(rawValue: name) {
      kind = .baseline(method)
    } else {
      return nil
    }
  }

  static let names =
    "head, last-N, all, lora, qlora-int8, qlora-nf4, "
    + BaselineMethod.allCases.map(\.rawValue).joined(separator: ", ")

  /// The command that measures it.
  var command: String {
    if case .baseline = kind { "baseline" } else { "train" }
  }

  /// Whether it needs a base model.
  var readsBase: Bool {
    if case .baseline(let method) = kind { method.readsFeatures } else { true }
  }

  /// The options that say what it is.
  var arguments: [String] {
    switch kind {
    case .weights(let part): ["--trainable", part.description]
    case .adapters(let method): ["--method", method]
    case .baseline(let method): ["--method", method.rawValue]
    }
  }

  /// Options of a comparison that do not concern it, by their long names.
  var foreignOptions: Set<String> {
    let ofAdapters: Set = ["rank", "alpha", "rslora", "lora-dropout", "lora-targets", "train-norm"]
    switch kind {
    // Nothing is frozen then, and no adapters' base is packed.
    case .weights(.all): return ofAdapters.union(["precision"])
    case .adapters: return ["precision"]
    case .weights: return ofAdapters
    case .baseline(let method):
      // They do not weigh messages; undersampling is told apart from that and handed on by itself.
      return method.readsFeatures
        ? ["balance", "class-weights"]
        : ["balance", "class-weights", "base", "pooling", "padded-length", "precision"]
    }
  }
}
