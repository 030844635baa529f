import ClassifierModels

/// Some words of a text without which the answer is another.
public struct FlippingDeletion: Sendable {
  /// How small it is.
  public enum Minimality: String, Sendable, Codable {
    /// Every deletion of fewer words was tried.
    case smallest
    /// Every part of it was tried.
    case noPart = "no part"
    /// Each of its words was put back.
    case eachNeeded = "each needed"
  }

  /// Bytes of the text's UTF-8 that are deleted, white space between words among them.
  public let removed: [Range<Int>]
  /// The words themselves, in the order of the text.
  public let words: [String]
  /// "word", or "token" where the text has no spaces to tell words by.
  public let unit: String
  public let minimality: Minimality
  /// What is left of the text, and what the model says about it.
  public let remaining: Classification

  public var count: Int { words.count }
}

/// What came of looking for a `FlippingDeletion`.
public enum DeletionSearchResult: Sendable {
  case found(FlippingDeletion)
  /// None was found among those of up to so many words, or tokens.
  case noneUpTo(Int, unit: String)
  /// The text is too short or too long to look for one.
  case notSearched(reason: String)

  /// How far the result holds, for people.
  public var meaning: String {
    switch self {
    case .found(let deletion):
      switch deletion.minimality {
      case .smallest where deletion.count == 1:
        "no smaller deletion of \(deletion.unit)s is possible"
      case .smallest:
        "every deletion of fewer \(deletion.unit)s was tried, and none changes the answer"
      case .noPart:
        "no part of it changes the answer; another deletion may be smaller"
      case .eachNeeded:
        "with any one of its \(deletion.unit)s put back the answer stays; another deletion may be smaller"
      }
    case .noneUpTo(let count, let unit):
      "none found of up to \(count) \(unit)\(count == 1 ? "" : "s"), half of the \(unit)s that were read"
    case .notSearched(let reason):
      "not looked for: \(reason)"
    }
  }
}
