import Baselines
import Testing

@Suite struct WordVocabularyTests {
  @Test("words that only look the same are different words")
  func compareByCodePoints() {
    // A precomposed Hangul syllable and its letters: equal strings, different code points.
    let vocabulary = WordVocabulary(texts: ["\u{AC00}\u{AC00}", "\u{1100}\u{1161}\u{1100}\u{1161}"])
    #expect(vocabulary.count == 2)
  }

  @Test("words are ordered by code points and counted")
  func counts() {
    let vocabulary = WordVocabulary(texts: ["zebra ab Ab", "éa _x 10"])
    #expect(vocabulary.words.map(\.text) == ["10", "_x", "ab", "zebra", "éa"])
    let row = vocabulary.counts(of: "AB zebra unknown ab 10, AB")
    #expect(row == SparseRow(columns: [0, 2, 3], values: [1, 3, 1]))
    #expect(vocabulary.counts(of: "unknown") == SparseRow(columns: [], values: []))
  }
}
