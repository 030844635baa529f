import TextDatasets

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

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

/// What a word's count is worth: the fewer texts have the word, the more.
///
///     weight(word) = 1 + ln((1 + n) / (1 + texts that have the word))
///
/// A row of weighted counts is scaled to length 1, so that long texts do not count for more. These are
/// scikit-learn's `TfidfVectorizer()` defaults.
struct InverseDocumentFrequencies: Sendable {
  private let weights: [Double]  // (V)

  /// - Parameters:
  ///   - rows: word counts of the n training texts.
  ///   - wordCount: V.
  init(rows: [SparseRow], wordCount: Int) {
    var documents = [Int](repeating: 0, count: wordCount)
    for row in rows {
      for column in row.columns { documents[column] += 1 }
    }
    weights = documents.map { 1 + log(Double(1 + rows.count) / Double(1 + $0)) }
  }

  /// A text without known words keeps its row of zeros.
  func weighted(_ counts: SparseRow) -> SparseRow {
    var row = counts
    var squares = 0.0
    for (index, column) in row.columns.enumerated() {
      row.values[index] *= weights[column]
      squares += row.values[index] * row.values[index]
    }
    guard squares > 0 else { return row }
    let length = squares.squareRoot()
    for index in row.values.indices { row.values[index] /= length }
    return row
  }
}
