import Baselines
import GPT2
import Options
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
  private var arguments: [String] {
    switch kind {
    case .weights(let part): ["--trainable", part.description]
    case .adapters(let method): ["--method", method]
    case .baseline(let method): ["--method", method.rawValue]
    }
  }

  /// Options of a comparison that do not concern it, by their long names.
  private var foreignOptions: Set<String> {
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

  /// The command line that measures it, without the program's name: the options that `compare` was given, as far as
  /// they concern it.
  ///
  /// - Parameters:
  ///   - inputs: Where base and messages are.
  ///   - undersamples: Whether the comparison balances messages so.
  func commandLine(
    inputs: [OptionValue], undersamples: Bool, in layout: ExperimentLayout
  ) -> [String] {
    let line = ParsedCommandLine.current
    guard let program = line.program.subcommand(named: command) else {
      preconditionFailure("the program has no command '\(command)'")
    }
    let others = foreignOptions.union([
      "output", "name", "database", "format", "methods", "metric",
    ])
    let given =
      inputs + line.options.map(\.value).filter { !["base", "data"].contains($0.name) }
    var words =
      [command] + arguments
      + program.arguments(
        given.filter { !others.contains($0.name) && program.takesFromFiles($0.name) })
    if case .baseline = kind { words.append("--balance=\(undersamples ? "undersample" : "none")") }
    return words + [
      "--output", layout.folder(ofRun: name), "--name", layout.name(ofRun: name), "--database",
      layout.database, "--format", "json",
    ]
  }
}
