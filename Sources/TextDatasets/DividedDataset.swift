/// Labelled messages of one file, and which of them are trained on, for validation or for the test.
public struct DividedDataset: Sendable {
  /// The messages as the protocol reads them.
  public let dataset: TextDataset
  /// The messages that take part, ascending.
  public let kept: [Int]
  /// Positions in `kept`.
  public let split: DataSplit

  /// - Parameters:
  ///   - file: What was read, with something to learn in it.
  ///   - undersamples: Whether to keep as many messages of each class as the rarest has: of all of them
  ///     where shares divide, else of the training part alone, as the test of a named protocol stays
  ///     what it is.
  ///   - shuffles: Whether chance divides where the protocol leaves it to that.
  /// - Throws: `SplitError`: the protocol is for another file, does not go with the other settings, or
  ///   there are not enough messages.
  public init(
    _ file: TextDataset, by split: SplitProtocol, undersamples: Bool = false,
    shuffles: Bool = true, balancing: inout some RandomNumberGenerator,
    splitting: inout some RandomNumberGenerator
  ) throws(SplitError) {
    try split.validate(undersamples: undersamples, shuffles: shuffles)
    dataset = try split.read(file)
    let labels = dataset.classIndices
    var candidates = Array(labels.indices)
    if undersamples, case .fractions = split {
      candidates = Balancing.undersample(labels: labels, using: &balancing)
    }
    var parts = try split.parts(
      of: candidates, in: dataset, shuffles: shuffles, using: &splitting)
    if undersamples {
      parts[0] = Balancing.undersample(labels: parts[0].map { labels[$0] }, using: &balancing)
        .map { parts[0][$0] }
    }
    let kept = parts.joined().sorted()
    let places = Dictionary(uniqueKeysWithValues: kept.enumerated().map { ($1, $0) })
    let placed = parts.map { $0.compactMap { places[$0] } }
    self.kept = kept
    self.split = DataSplit(
      train: placed[0], validation: placed[1], test: placed[2],
      duplicates: DuplicateCounts(
        groups: dataset.groups(of: kept), labels: kept.map { labels[$0] }))
  }
}

extension TextDataset {
  fileprivate func groups(of indices: [Int]) -> MessageGroups {
    MessageGroups(texts: indices.lazy.map { messages[$0].text })
  }
}

extension SplitProtocol {
  /// Training, validation and test part, as indices of messages.
  ///
  /// - Parameter candidates: The messages to divide, ascending.
  fileprivate func parts(
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
