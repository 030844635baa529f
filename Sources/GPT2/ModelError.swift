import Files

/// A model folder that cannot be used. Every message names the file and the next step.
public enum ModelError: Error, Equatable, Sendable, CustomStringConvertible {
  case unreadable(file: String)
  case badConfiguration(file: String, reason: String)
  case missingTensor(String, file: String)
  case shapeMismatch(String, expected: [Int], found: [Int], file: String)
  case noLabels(file: String, classes: Int)
  case noHead(file: String)
  case notGenerative(file: String)
  case badAdapter(file: String, reason: String)

  public var description: String {
    switch self {
    case .unreadable(let file):
      "\(file): cannot be read. Check the path; a model is a folder with a config.json."
    case .badConfiguration(let file, let reason):
      "\(file): \(reason)."
    case .missingTensor(let name, let file):
      "\(file): no tensor '\(name)'. Is this a GPT-2 checkpoint that fits its config.json?"
    case .shapeMismatch(let name, let expected, let found, let file):
      "\(file): '\(name)' has shape \(found), but config.json asks for \(expected)."
    case .noLabels(let file, let classes):
      "\(file): id2label does not name the \(classes) classes of score.weight."
    case .badAdapter(let file, let reason):
      "\(file): \(reason). Is this an adapter for another base?"
    case .noHead(let file):
      "\(file): no classification head (score.weight). "
        + "This is a base model: train it first, with its folder as `base`."
    case .notGenerative(let file):
      "\(file): a classifier does not hold all weights of its base; name the base itself."
    }
  }
}

extension ModelError: ReportableError {
  package var exitClass: ExitClass { .input }
}
