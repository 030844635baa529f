extension TextDataset {
  fileprivate func groups(of indices: [Int]) -> MessageGroups {
    MessageGroups(texts: indices.lazy.map { messages[$0].text })
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
