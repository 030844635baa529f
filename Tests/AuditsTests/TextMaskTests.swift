import Audits
import TestFiles
import Testing
import TextDatasets

@Suite struct TextMaskTests {
  @Test(arguments: [
    (TextMask.digitsAsZero, "Call 09061 at 5.30, ٣", "Call 00000 at 0.00, 0"),
    (.numbersAsZero, "Call 09061 at 5.30, ٣٤", "Call 0 at 0.0, 0"),
    (.links, "see http://x.example/a?b now", "see now"), (.links, "www.x.com now", "now"),
    (.links, "now www.x.com", "now"), (.links, "http://x.example", ""),
    (.links, "a WWW.b.com c https://d.org e", "a c e"), (.links, "(see x.com)", "(see"),
    (.links, "中文http://x.example。后", "中文。后"), (.links, "a.com\nb.net", "\n"),
    (.links, "nothing here. command", "nothing here. command"),
    (.currencySigns, "£5, $6, 7€ or 8¥", "5, 6, 7 or 8"),
    (.capitals, "WIN a ÜBER Σ", "win a über σ"), (.exclamationMarks, "a!!! b！ c?", "a b c?"),
    (.all, "WIN £100!!! www.x.com 0900", "win 0 0"),
  ])
  func aMaskTakesItsFeatureOnly(mask: TextMask, text: String, masked: String) {
    #expect(Array(mask.apply(to: text).utf8) == Array(masked.utf8))
  }

  @Test(arguments: variedTexts)
  func nothingIsLeftToFind(text: String) {
    #expect(!TextTraits(TextMask.links.apply(to: text)).hasLink)
    #expect(!TextTraits(TextMask.currencySigns.apply(to: text)).hasCurrencySign)
    #expect(!TextTraits(TextMask.exclamationMarks.apply(to: text)).hasExclamationMark)
    #expect(TextTraits(TextMask.capitals.apply(to: text)).capitals == 0)
    #expect(TextTraits(TextMask.numbersAsZero.apply(to: text)).longestDigitRun <= 1)
    let all = TextTraits(TextMask.all.apply(to: text))
    #expect(!all.hasLink && !all.hasCurrencySign && !all.hasExclamationMark)
    #expect(all.capitals == 0 && all.longestDigitRun <= 1)
  }

  @Test(arguments: variedTexts)
  func aSecondTimeChangesNothing(text: String) {
    for mask in TextMask.allCases {
      let once = mask.apply(to: text)
      #expect(mask.apply(to: once).utf8.elementsEqual(once.utf8), "\(mask.rawValue)")
    }
  }

  @Test(.enabled(if: Fixtures.smsCollection != nil))
  func nothingIsLeftInTheWholeCollection() throws {
    let dataset = try TextDataset(path: try #require(Fixtures.smsCollection))
    let left = dataset.messages.filter { message in
      let traits = TextTraits(TextMask.all.apply(to: message.text))
      return traits.hasLink || traits.hasCurrencySign || traits.hasExclamationMark
        || traits.capitals > 0 || traits.longestDigitRun > 1
    }
    #expect(left.map(\.row) == [])
  }
}
