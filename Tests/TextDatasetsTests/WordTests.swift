import Testing
import TextDatasets

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
}

@Suite struct TextTraitsTests {
  @Test("traits of letters, digits and signs of other scripts")
  func traits() {
    let traits = TextTraits("١٢٣٤٥ ÀÉ日a 1234,5 ₹ ！")
    #expect(traits.longestDigitRun == 5)
    #expect((traits.letters, traits.capitals) == (4, 2))
    #expect(traits.hasCurrencySign && traits.hasExclamationMark)
    #expect(traits.length == 21)
    #expect(TextTraits("1234 5").longestDigitRun == 4)
  }
}
