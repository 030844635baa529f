#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

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
