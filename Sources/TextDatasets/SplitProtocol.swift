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

extension SplitProtocol {
  /// Training, validation and test part, as indices of messages.
  ///
  /// - Parameter candidates: The messages to divide, ascending.
  func parts(
    of candidates: [Int], in dataset: TextDataset, shuffles: Bool,
    using generator: inout some RandomNumberGenerator
  ) throws(SplitError) -> [[Int]] {
    let labels = candidates.map { dataset.classIndices[$0] }
    let parts: [[Int]]
    switch self {
    case .fractions(let fractions):
      let split = try DataSplit(
        labels: labels, classes: dataset.classes, groups: dataset.groups(of: candidates),
        fractions: fractions, shuffles: shuffles, using: &generator)
      parts = [split.train, split.validation, split.test]
    case .fold(let fold, let count):
      let folds = try CrossValidationFolds(
        labels: labels, classes: dataset.classes, groups: dataset.groups(of: candidates),
        count: count, shuffles: shuffles, using: &generator)
      let (test, validation) = (fold - 1, fold % count)
      let train = folds.heldOut.indices.filter { $0 != test && $0 != validation }
        .flatMap { folds.heldOut[$0] }
      parts = [train.sorted(), folds.heldOut[validation], folds.heldOut[test]]
    case .almeida2011:
      let trainCount = 1674
      parts = [Array(0..<trainCount), [], Array(trainCount..<candidates.count)]
    case .raschka, .raschkaExperiments:
      let split = RaschkaSplit(
        labels: labels, rare: SMSCollection.spam, shuffles: self == .raschka ? 1 : 2)
      parts = [split.train, split.validation, split.test]
    }
    return parts.map { $0.map { candidates[$0] } }
  }
}

extension TextDataset {
  fileprivate func groups(of indices: [Int]) -> MessageGroups {
    MessageGroups(texts: indices.lazy.map { messages[$0].text })
  }
}

/// The shares of the training, validation and test part; they sum to 1.
public struct SplitFractions: Sendable, Equatable, CustomStringConvertible {
  /// More than 0.
  public let train: Double
  /// 0 for no validation part.
  public let validation: Double
  /// 0 for no test part.
  public let test: Double

  /// 70 % for training, 10 % for validation, 20 % for the test.
  public static let standard = SplitFractions(unchecked: 0.7, 0.1, 0.2)

  /// - Throws: `SplitError.fractions`: negative, not finite, nothing to train on, or another sum
  ///   than 1.
  public init(train: Double, validation: Double, test: Double) throws(SplitError) {
    guard train > 0, validation >= 0, test >= 0, abs(train + validation + test - 1) < 1e-9 else {
      throw .fractions("\(train)/\(validation)/\(test)")
    }
    self.init(unchecked: train, validation, test)
  }

  /// Reads `70/10/20` or `0.7/0.1/0.2`.
  ///
  /// - Throws: `SplitError.fractions`.
  public init(parsing text: String) throws(SplitError) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false).map {
      Double($0) ?? .nan
    }
    guard parts.count == 3 else { throw .fractions(text) }
    let sum = parts.reduce(0, +)
    let scale = abs(sum - 100) < 1e-7 ? 100.0 : 1.0
    do {
      try self.init(
        train: parts[0] / scale, validation: parts[1] / scale, test: parts[2] / scale)
    } catch {
      throw .fractions(text)
    }
  }

  private init(unchecked train: Double, _ validation: Double, _ test: Double) {
    self.train = train
    self.validation = validation
    self.test = test
  }

  /// In percent, as `init(parsing:)` reads it: `70/10/20`.
  public var description: String {
    [train, validation, test].map { share in
      let percent = (share * 1e8).rounded() / 1e6
      return percent == percent.rounded() ? "\(Int(percent))" : "\(percent)"
    }.joined(separator: "/")
  }
}
