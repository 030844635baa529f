/// The words of the training texts, each with a column of its own. Naive Bayes, logistic regression
/// and the single rule count words with it, as scikit-learn's `CountVectorizer()` does.
package struct WordVocabulary: Sendable {
  /// The V distinct words, by code points.
  package let words: [Word]
  private let columns: [Word: Int]

  package init(texts: [String]) {
    var distinct: Set<Word> = []
    for text in texts { distinct.formUnion(Word.all(in: text)) }
    words = distinct.sorted()
    var columns: [Word: Int] = [:]
    columns.reserveCapacity(words.count)
    for (column, word) in words.enumerated() { columns[word] = column }
    self.columns = columns
  }

  /// V, 0 if no training text has a word.
  package var count: Int { words.count }

  /// How often each known word occurs in the text. Unknown words count for nothing.
  package func counts(of text: String) -> SparseRow {
    var counts: [Int: Double] = [:]
    for word in Word.all(in: text) {
      if let column = columns[word] { counts[column, default: 0] += 1 }
    }
    let columns = counts.keys.sorted()
    return SparseRow(columns: columns, values: columns.map { counts[$0, default: 0] })
  }
}
