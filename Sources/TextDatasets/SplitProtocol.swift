/// A way to divide labelled messages that can be said in a word, such as `70/10/20` or `raschka`.
public enum SplitProtocol: Sendable, Equatable, CustomStringConvertible {
  /// Stratified and without leaks, by shares.
  case fractions(SplitFractions)
  /// Of K stratified parts without leaks, counted from 1, this one is the test, the next one, after
  /// the last the first, is the validation part, and the others are trained on.
  case fold(Int, of: Int)
  /// The UCI SMS Spam Collection as its makers measured on it: the first 1,674 lines are trained on,
  /// the other 3,900 are the test.
  ///
  /// Source: T. A. Almeida, J. M. Gómez Hidalgo, A. Yamakami, "Contributions to the Study of SMS Spam
  /// Filtering: New Collection and Results", DocEng 2011.
  case almeida2011
  /// The UCI SMS Spam Collection as chapter 6 of a book divides it; see `RaschkaSplit`.
  case raschka
  /// The same as the book's additional experiments divide it, shuffled once more.
  case raschkaExperiments

  /// Reads what `description` writes, and `kfold:K` for its first fold.
  ///
  /// - Throws: `SplitError.fractions`, `.fold`, `.unknownSplit`.
  public init(parsing text: String) throws(SplitError) {
    switch text {
    case "almeida2011": self = .almeida2011
    case "raschka": self = .raschka
    case "raschka-experiments": self = .raschkaExperiments
    case _ where text.contains("/"):
      self = .fractions(try SplitFractions(parsing: text))
    case _ where text == "kfold" || text.hasPrefix("kfold:"):
      let numbers = text.split(separator: ":", omittingEmptySubsequences: false).dropFirst()
        .map { Int($0) ?? 0 }
      guard 1...2 ~= numbers.count, numbers[0] >= 3, 1...numbers[0] ~= numbers.last ?? 0 else {
        throw .fold(text)
      }
      self = .fold(numbers.count == 2 ? numbers[1] : 1, of: numbers[0])
    default: throw .unknownSplit(text)
    }
  }

  public var description: String {
    switch self {
    case .fractions(let fractions): fractions.description
    case .fold(let fold, let count): "kfold:\(count):\(fold)"
    case .almeida2011: "almeida2011"
    case .raschka: "raschka"
    case .raschkaExperiments: "raschka-experiments"
    }
  }

  /// Whether the parts have as many messages of every class as the rarest has, whatever is asked for.
  public var isBalanced: Bool {
    switch self {
    case .raschka, .raschkaExperiments: true
    case .fractions, .fold, .almeida2011: false
    }
  }

  /// Checks what does not depend on the messages.
  ///
  /// - Parameters:
  ///   - undersamples: Whether classes are to be made equally frequent.
  ///   - shuffles: Whether chance may divide.
  /// - Throws: `SplitError.alreadyBalanced`, `.needsShuffling`.
  public func validate(undersamples: Bool, shuffles: Bool) throws(SplitError) {
    guard isBalanced else { return }
    guard !undersamples else { throw .alreadyBalanced(self) }
    guard shuffles else { throw .needsShuffling(self) }
  }
}
