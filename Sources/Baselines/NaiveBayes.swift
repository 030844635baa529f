#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Multinomial naive Bayes on word counts: every word of a text is drawn by itself from its class's
/// distribution of words.
///
///     ln p(k, text) = ln p(k) + Σ over the text's words of ln p(word | k)
///     p(word | k) = (count of the word in class k + 1) / (words in class k + V)
///
/// The probabilities are those of scikit-learn's `CountVectorizer()` and `MultinomialNB()`. A text
/// without known words gets the classes' shares of the training texts.
///
/// Source: McCallum and Nigam, "A Comparison of Event Models for Naive Bayes Text Classification",
/// AAAI Workshop on Learning for Text Categorization (1998), equations 4, 6 and 7.
package struct NaiveBayes: BaselineModel {
  private let vocabulary: WordVocabulary
  private let present: [Int]
  private let logPriors: [Double]  // (K), −∞ for a class without examples
  private let logWords: [Double]  // (V, K)

  package init(_ texts: [String], labels: [Int], classCount: Int) throws(BaselineError) {
    let training = try TrainingLabels(labels, exampleCount: texts.count, classCount: classCount)
    vocabulary = WordVocabulary(texts: texts)
    present = training.present
    logPriors = training.counts.map { log(Double($0)) - log(Double(texts.count)) }

    var counts = [Double](repeating: 1, count: vocabulary.count * classCount)
    var sums = [Double](repeating: Double(vocabulary.count), count: classCount)
    for (text, label) in zip(texts, labels) {
      let row = vocabulary.counts(of: text)
      for (column, count) in zip(row.columns, row.values) {
        counts[column * classCount + label] += count
        sums[label] += count
      }
    }
    logWords = counts.indices.map { log(counts[$0]) - log(sums[$0 % classCount]) }
  }

  package func probabilities(of texts: [String]) -> [[Double]] {
    texts.map { text in
      let row = vocabulary.counts(of: text)
      var scores = logPriors
      for (column, count) in zip(row.columns, row.values) {
        for k in present { scores[k] += count * logWords[column * scores.count + k] }
      }
      return Softmax.probabilities(of: scores)
    }
  }

  /// The share of the texts and a probability per word, for each class that occurs.
  package var parameterCount: Int { present.count * (vocabulary.count + 1) }
}
