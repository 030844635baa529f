/// One question about a text, and an answer for yes and for no: what a person might write down after
/// a look at the data.
///
/// The question is the one that tells the training texts' classes apart best, by Matthews correlation:
/// are there five digits in a row, a link, a currency sign, an exclamation mark, so many characters, so
/// large a share of capitals, or a certain word of those that at least five training texts have. Of
/// equally good questions it is the one whose answers are surer (by cross-entropy), then the first in
/// this order, words by code points.
///
/// Source: Holte, "Very Simple Classification Rules Perform Well on Most Commonly Used Datasets",
/// Machine Learning 11 (1993).
public struct SingleRule: Sendable, CustomStringConvertible {
  /// The most frequent class of the training texts that meet the condition.
  public let matchingClass: Int
  /// The most frequent class of those that do not.
  public let otherClass: Int
  /// Of the predictions for the training texts, -1...1; of more than two classes the mean of each
  /// against the rest.
  public let trainingCorrelation: Double
  private let condition: TextCondition
  private let matchingShares: [Double]
  private let otherShares: [Double]

  /// - Parameters:
  ///   - texts: n ≥ 2 training texts.
  ///   - labels: their classes in 0..<classCount, at least two different ones.
  public init(texts: [String], labels: [Int], classCount: Int) throws(BaselineError) {
    let training = try TrainingLabels(labels, exampleCount: texts.count, classCount: classCount)
    let traits = texts.map { TextTraits($0) }
    var best: (condition: TextCondition, table: ConditionTable)?
    func consider(_ condition: TextCondition, matching: [Int]) {
      let others = zip(training.counts, matching).map { $0 - $1 }
      let table = ConditionTable(matching: matching, others: others)
      if let best, !Self.isBetter(table, than: best.table) { return }
      best = (condition, table)
    }
    for condition in TextCondition.handMade {
      var matching = [Int](repeating: 0, count: classCount)
      for (traits, label) in zip(traits, labels) where condition.holds(traits, words: []) {
        matching[label] += 1
      }
      consider(condition, matching: matching)
    }
    for (word, matching) in Self.frequentWords(texts, labels, classCount) {
      consider(.word(word), matching: matching)
    }
    guard let best else { throw .noExamples }
    condition = best.condition
    matchingClass = best.table.matchingClass
    otherClass = best.table.otherClass
    trainingCorrelation = best.table.correlation
    matchingShares = best.table.matchingShares
    otherShares = best.table.otherShares
  }

  /// What the rule looks for, such as "5 or more digits in a row".
  public var description: String { condition.description }

  /// (n, K): the classes' shares of the training texts on the text's side of the rule, one text of each
  /// class having been added, so that nothing is certain.
  public func probabilities(of texts: [String]) -> [[Double]] {
    texts.map { text in
      condition.holds(TextTraits(text), words: Word.all(in: text)) ? matchingShares : otherShares
    }
  }

  /// The choice of the rule, and a share per class on either side of it.
  public var parameterCount: Int { 1 + matchingShares.count + otherShares.count }

  private static func isBetter(_ table: ConditionTable, than best: ConditionTable) -> Bool {
    let (new, old) = (table.correlation, best.correlation)
    return new > old || (new == old && table.crossEntropy < best.crossEntropy)
  }

  /// The words that at least five texts have, by code points, and how many texts of each class do.
  private static func frequentWords(
    _ texts: [String], _ labels: [Int], _ classCount: Int
  ) -> [(word: Word, matching: [Int])] {
    let vocabulary = WordVocabulary(texts: texts)
    var counts = [Int](repeating: 0, count: vocabulary.count * classCount)
    for (text, label) in zip(texts, labels) {
      for column in vocabulary.counts(of: text).columns { counts[column * classCount + label] += 1 }
    }
    return vocabulary.words.enumerated().compactMap { column, word in
      let matching = Array(counts[column * classCount..<(column + 1) * classCount])
      return matching.reduce(0, +) >= 5 ? (word, matching) : nil
    }
  }
}
