import Baselines
import Testing

/// What `CountVectorizer().build_analyzer()` of scikit-learn 1.9.1 under Python 3.11 finds.
@Suite struct WordTests {
  @Test(
    "words are scikit-learn's",
    arguments: [
      (
        "Don't_stop: 3G a bc É ÉCOLE x² ½½ 10",
        ["don", "t_stop", "3g", "bc", "école", "x²", "½½", "10"]
      ),
      ("ΟΔΥΣΣΕΥΣ ΣΑΣ' Σ ΑΣ.Β ΑΣ Α", ["οδυσσευς", "σας", "ασ", "ας"]),
      ("İstanbul'da IŞIK straße ẞẞ", ["stanbul", "da", "işik", "straße", "ßß"]),
      ("हिन्दी में नमस्ते", ["नमस"]),
      ("日本語のテキスト、カタカナ 漢字", ["日本語のテキスト", "カタカナ", "漢字"]),
      ("Привет, МИР! ёж", ["привет", "мир", "ёж"]),
      ("e\u{301}te\u{301} \u{E9}t\u{E9}", ["te", "\u{E9}t\u{E9}"]),
      (
        "\u{212B}ngstr\u{F6}m \u{212A}2 ﬁn Ⅷⅷ ⅨⅠ ١٢٣ _ __ \u{1100}\u{1161}\u{1102}",
        ["\u{E5}ngstr\u{F6}m", "k2", "ﬁn", "ⅷⅷ", "ⅸⅰ", "١٢٣", "__", "\u{1100}\u{1161}\u{1102}"]
      ),
      ("a\u{200B}bc d-ef\u{AD}gh 👍🏽ok👍no1", ["bc", "ef", "gh", "ok", "no1"]),
      ("สวัสดีครับ مرحبا بالعالم שלום", ["สว", "สด", "คร", "مرحبا", "بالعالم", "שלום"]),
      ("", []), ("a", []), ("!? ", []),
    ])
  func matchReference(text: String, expected: [String]) {
    let found = Word.all(in: text).map { Array($0.text.unicodeScalars) }
    #expect(found == expected.map { Array($0.unicodeScalars) })
  }

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
