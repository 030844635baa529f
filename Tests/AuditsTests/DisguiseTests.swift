import Audits
import Testing

@Suite struct DisguiseTests {
  private func scalars(_ text: String) -> [Unicode.Scalar] { Array(text.unicodeScalars) }

  /// The text with what the table brought in turned back.
  private func restored(
    _ text: String, original: String, _ table: [Unicode.Scalar: Unicode.Scalar]
  ) -> [Unicode.Scalar] {
    zip(scalars(text), scalars(original)).map { table[$1] == $0 ? $1 : $0 }
  }

  @Test(arguments: variedTexts)
  func lookAlikesAndLeetReplaceLettersOneByOne(text: String) {
    for (disguise, table) in [
      (Disguise.homoglyphs, Disguise.lookAlikes), (.leetspeak, Disguise.leet),
    ] {
      let disguised = disguise.apply(to: text, seed: 1)
      #expect(scalars(disguised).count == scalars(text).count)
      #expect(restored(disguised, original: text, table) == scalars(text))
      let canChange = scalars(text).contains { table[$0] != nil }
      #expect(canChange != disguised.utf8.elementsEqual(text.utf8), "\(disguise.rawValue)")
    }
  }

  @Test func lookAlikesAreOfOtherScriptsAndLeetIsDigits() {
    for (letter, other) in Disguise.lookAlikes {
      #expect(letter.isASCII)
      #expect([.cyrillic, .greek].contains(Script.of(other)))
      #expect(letter.properties.isUppercase == other.properties.isUppercase, "\(letter)")
    }
    #expect(Disguise.leet.values.allSatisfy { $0.properties.numericType == .decimal })
  }

  @Test(arguments: variedTexts)
  func zeroWidthsGoInsideWordsOnly(text: String) {
    let disguised = Disguise.zeroWidth.apply(to: text, seed: 1)
    let zeroWidths = Set(Disguise.zeroWidths)
    var rest = scalars(text)[...]
    var before: Unicode.Scalar?
    for scalar in scalars(disguised) {
      if rest.first == scalar {
        rest.removeFirst()
      } else {
        #expect(zeroWidths.contains(scalar))
        #expect(before?.properties.isAlphabetic == true)
        #expect(rest.first?.properties.isAlphabetic == true)
      }
      before = scalar
    }
    #expect(rest.isEmpty)
  }

  @Test func everyLongWordGetsOneZeroWidth() {
    let disguised = Disguise.zeroWidth.apply(to: "claim your big free prize", seed: 1)
    #expect(scalars(disguised).count == "claim your big free prize".unicodeScalars.count + 4)
    #expect(disguised.contains(" big "))
  }

  @Test(arguments: variedTexts)
  func spacingAddsBlanksBetweenLettersOnly(text: String) {
    let disguised = Disguise.spacedLetters.apply(to: text, seed: 1)
    #expect(
      scalars(disguised).filter { $0 != " " } == scalars(text).filter { $0 != " " })
    // Words stay apart: no blank is lost.
    #expect(scalars(disguised).count >= scalars(text).count)
  }

  @Test func theLongestWordIsAlwaysSpaced() {
    for seed in UInt64(0)..<20 {
      let disguised = Disguise.spacedLetters.apply(to: "win a holiday now", seed: seed)
      #expect(disguised.contains("h o l i d a y"))
    }
  }

  @Test(arguments: variedTexts)
  func goodWordsComeAfterTheText(text: String) {
    let words = ["lunch", "home", "later"]
    let disguised = Disguise.goodWords.apply(to: text, seed: 1, goodWords: words)
    #expect(disguised.utf8.starts(with: text.utf8))
    let added = String(decoding: disguised.utf8.dropFirst(text.utf8.count), as: UTF8.self)
    #expect(added.split(separator: " ").map(String.init).sorted() == words.sorted())
    #expect(Disguise.goodWords.apply(to: text, seed: 1).utf8.elementsEqual(text.utf8))
  }

  @Test func aSeedGivesTheSameDisguiseAndAnotherSeedAnother() {
    let text = "Congratulations, you have been selected to claim a special prize"
    for disguise in [Disguise.homoglyphs, .zeroWidth, .leetspeak, .spacedLetters] {
      let first = disguise.apply(to: text, seed: 1)
      #expect(Array(first.utf8) == Array(disguise.apply(to: text, seed: 1).utf8))
      #expect(Array(first.utf8) != Array(disguise.apply(to: text, seed: 2).utf8))
    }
  }

  @Test func wordsThatHamHasMoreOftenAreGood() {
    let words = GoodWords.choose(
      3, negatives: ["ok see you home", "see you later", "home now, ok?", "you rare"],
      positives: ["win now", "you win"])
    // Shares of ham less those of spam: home, ok, see 0.5 each; you 0.75 − 0.5; the others occur once.
    #expect(words == ["home", "ok", "see"])
    #expect(GoodWords.choose(3, negatives: ["a b"], positives: []) == [])
    #expect(GoodWords.choose(3, negatives: [], positives: ["win"]) == [])
  }
}
