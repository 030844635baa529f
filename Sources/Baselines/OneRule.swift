import TextDatasets

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// One question about a text, and an answer for yes and for no: what a person might write down after
/// a look at the data.
///
/// The question is the one that tells the training texts' classes apart best, by Matthews correlation:
/// are there five digits in a row, a link, a currency sign, an exclamation mark, so many characters, so
/// large a share of capitals, or a certain word of those that at least five training texts have. Of
/// equally good questions it is the one whose answers are surer (by cross-entropy), then the first in
/// this order, words by code points.
///
/// Source: OneR; Holte, "Very Simple Classification Rules Perform Well on Most Commonly Used Datasets",
/// Machine Learning 11 (1993).
package struct OneRule: BaselineModel, CustomStringConvertible {
  /// The most frequent class of the training texts that meet the condition.
  package let matchingClass: Int
  /// The most frequent class of those that do not.
  package let otherClass: Int
  /// Matthews correlation of the predictions for the training texts, -1...1; of more than two classes the
  /// mean of each against the rest.
  package let trainingCorrelation: Double
  private let condition: TextCondition
  private let matchingShares: [Double]
  private let otherShares: [Double]

  package init(_ texts: [String], labels: [Int], classCount: Int) throws(BaselineError) {
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
  package var description: String { condition.description }

  /// The classes' shares of the training texts on the text's side of the rule, (n, K), one text of each
  /// class having been added, so that nothing is certain.
  package func probabilities(of texts: [String]) -> [[Double]] {
    texts.map { text in
      condition.holds(TextTraits(text), words: Word.all(in: text)) ? matchingShares : otherShares
    }
  }

  /// The choice of the rule, and a share per class on either side of it.
  package var parameterCount: Int { 1 + matchingShares.count + otherShares.count }

  package func choice(classes: [String]) -> String? {
    "\(self): \(classes[matchingClass]); otherwise: \(classes[otherClass])"
  }

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

/// How the training texts of each class fall to the two sides of a condition.
private struct ConditionTable {
  /// (K) texts that meet the condition.
  let matching: [Int]
  /// (K) texts that do not.
  let others: [Int]

  /// (K) on each side (n + 1) / (N + K), n of the side's N texts being of the class.
  var matchingShares: [Double] { Self.shares(matching) }
  var otherShares: [Double] { Self.shares(others) }

  /// The most frequent class of each side, the lowest of several.
  var matchingClass: Int { Self.mostFrequent(matching) }
  var otherClass: Int { Self.mostFrequent(others) }

  /// How well the sides' most frequent classes predict the texts': Matthews correlation, of more than
  /// two classes the mean of each against the rest. 0 where both sides say the same.
  var correlation: Double {
    let (matchingClass, otherClass) = (matchingClass, otherClass)
    let sum = matching.indices.reduce(0) { sum, k in
      var (truePositives, predicted) = (0, 0)
      for (side, answer) in [(matching, matchingClass), (others, otherClass)] where answer == k {
        truePositives += side[k]
        predicted += side.reduce(0, +)
      }
      return sum + correlation(truePositives, predicted, actual: matching[k] + others[k])
    }
    return sum / Double(matching.count)
  }

  /// (n·TP − predicted·actual) / √(predicted·(n − predicted)·actual·(n − actual)).
  private func correlation(_ truePositives: Int, _ predicted: Int, actual: Int) -> Double {
    let n = Double(matching.reduce(0, +) + others.reduce(0, +))
    let (predicted, actual) = (Double(predicted), Double(actual))
    let spread = predicted * (n - predicted) * actual * (n - actual)
    return spread > 0 ? (n * Double(truePositives) - predicted * actual) / spread.squareRoot() : 0
  }

  /// −Σ ln(share of the text's class) over the training texts.
  var crossEntropy: Double {
    [(matching, matchingShares), (others, otherShares)].reduce(0) { sum, side in
      zip(side.0, side.1).reduce(sum) { $0 - Double($1.0) * log($1.1) }
    }
  }

  private static func shares(_ counts: [Int]) -> [Double] {
    let total = Double(counts.reduce(0, +) + counts.count)
    return counts.map { Double($0 + 1) / total }
  }

  private static func mostFrequent(_ counts: [Int]) -> Int {
    counts.indices.reduce(0) { counts[$1] > counts[$0] ? $1 : $0 }
  }
}
