import Foundation
import RunDatabase

/// A run's options as the database keeps them: each by its own name, and all together under
/// `options`, from which a run can be begun again.
enum RunSettings {
  /// - Parameter options: Encoded as a JSON object.
  static func record(_ options: Data) throws -> [String: SettingValue] {
    let tree = try JSONDecoder().decode([String: SettingValue].self, from: options)
    var settings = flattened(tree)
    settings[RunFacts.allOptions] = .object(tree)
    return settings
  }

  /// More options, each by its own name.
  ///
  /// - Parameter options: Encoded as a JSON object.
  static func flattened(_ options: Data) throws -> [String: SettingValue] {
    flattened(try JSONDecoder().decode([String: SettingValue].self, from: options))
  }

  /// `{"training": {"batchSize": 8}}` becomes `batch_size: 8`. The places of files are left out: the
  /// run has columns for them.
  private static func flattened(_ tree: [String: SettingValue]) -> [String: SettingValue] {
    var flat: [String: SettingValue] = [:]
    for (name, value) in tree where name != "source" && name != "texts" && name != "start" {
      if name == "classWeights", case .object = value {
        // Its keys are names of classes, not of settings.
        flat["class_weights"] = value
      } else if case .object(let children) = value {
        flat.merge(flattened(children)) { first, _ in first }
      } else {
        flat[optionNames[name] ?? snakeCase(name)] = value
      }
    }
    return flat
  }

  /// Where a property is called otherwise than its option.
  private static let optionNames = [
    "shape": "schedule", "method": "optimizer", "evaluateEvery": "eval_every",
    "maximumGradientNorm": "max_gradient_norm", "headInitialization": "head_init",
    "averagedShare": "average_last", "recomputesActivations": "gradient_checkpointing",
    "patience": "early_stopping", "criterion": "best_metric",
    "compatibility": "compat", "baseline": "method",
  ]

  private static func snakeCase(_ name: String) -> String {
    name.reduce(into: "") { text, letter in
      text += letter.isUppercase ? "_" + letter.lowercased() : String(letter)
    }
  }
}
