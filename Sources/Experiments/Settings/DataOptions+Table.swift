import Foundation
import TextDatasets

extension DataOptions: Configurable {
  public static let settings = SettingsTable(defaults: DataOptions(source: .file(""))) {
    Setting(
      "format", optional: \.format, default: "by its name and first line",
      option: .value(
        "How the file is laid out.", named: "data_format",
        discussion: """
          uci: label, tab, text; csv and tsv: with a header line; jsonl: an object per line; lines: \
          texts without labels.
          """))
    Setting(
      "text_column", optional: \.textColumn, default: "guessed from the names",
      option: .value("Column or JSON key of the text."))
    Setting(
      "label_column", optional: \.labelColumn, default: "guessed from the names",
      option: .value("Column or JSON key of the label."))
    Setting("encoding", \.encoding, option: .value("Encoding of the file."))
    Setting(
      "skips_bad_rows", \.skipsBadRows,
      option: .flag(
        "Count bad rows and go on, instead of stopping at the first.", named: "skip_bad_rows"))
    Setting(
      "shuffles", \.shuffles,
      option: .flag(
        "Keep the order of the file, in the split and in training.", gives: false,
        named: "no_shuffle"))
    Setting(
      "balance", \.balance, isRecommendable: true,
      option: .value(
        """
        What to do about classes of unequal size: nothing, keep as many messages of each as the rarest \
        has, or weigh the loss.
        """))
    Setting(
      "class_weights", optional: \.weighting,
      option: .value(
        "How much each class counts in the loss, such as ham=1,spam=4; auto is `balance` class-weights."
      ),
      parse: { text throws(SettingError) in try ClassWeighting(parsing: text) })
    Setting(
      "positive_label", optional: \.positiveLabel, default: "spam, or the second of two",
      option: .value("The class that precision and recall speak of."))
  }

  /// What is said of the weights of classes; `auto` is a balance.
  public var weighting: ClassWeighting? {
    get { classWeights.map(ClassWeighting.byClass) }
    set {
      switch newValue {
      case .auto: (balance, classWeights) = (.classWeights, nil)
      case .byClass(let weights): classWeights = weights
      case nil: classWeights = nil
      }
    }
  }
}

/// How much each class counts in the loss.
public enum ClassWeighting: Sendable, Equatable {
  /// So much that every class counts the same.
  case auto
  /// By the class's name; those not named count 1.
  case byClass([String: Double])

  /// - Parameter text: `auto`, or `ham=1,spam=4`.
  init(parsing text: String) throws(SettingError) {
    guard text != "auto" else {
      self = .auto
      return
    }
    var weights: [String: Double] = [:]
    for entry in text.split(separator: ",", omittingEmptySubsequences: false) {
      let place = entry.lastIndex(of: "=") ?? entry.endIndex
      let name = entry[..<place].trimmingCharacters(in: .whitespaces)
      guard !name.isEmpty, let weight = Double(entry[place...].dropFirst()), weight.isFinite,
        weight >= 0, weights.updateValue(weight, forKey: name) == nil
      else {
        throw .unsuitable(
          "`class_weights` is auto, or names with weights of 0 or more, such as ham=1,spam=4.")
      }
    }
    self = .byClass(weights)
  }
}

/// A text for `auto`, else an object of weights.
extension ClassWeighting: Codable {
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let text = try? container.decode(String.self) {
      guard text == "auto" else {
        throw DecodingError.dataCorruptedError(
          in: container, debugDescription: "expected auto or weights by class")
      }
      self = .auto
    } else {
      self = .byClass(try container.decode([String: Double].self))
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .auto: try container.encode("auto")
    case .byClass(let weights): try container.encode(weights)
    }
  }
}
