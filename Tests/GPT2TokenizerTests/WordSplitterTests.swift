import Foundation
import GPT2Tokenizer
import SeededRandom
import Testing

@Suite struct WordSplitterTests {
  static func split(_ text: String) -> [String] {
    var text = text
    return text.withUTF8 { utf8 in
      var splitter = WordSplitter(utf8)
      var words: [String] = []
      while let word = splitter.next() { words.append(String(decoding: utf8[word], as: UTF8.self)) }
      return words
    }
  }

  @Test(arguments: [
    ("", []),
    ("Hello world", ["Hello", " world"]),
    (
      "they've don't I'll we're he'd I'm it's",
      [
        "they", "'ve", " don", "'t", " I", "'ll", " we", "'re", " he", "'d", " I", "'m", " it",
        "'s",
      ]
    ),
    (
      "IT'S 'sup ''s 'l 'v 'r '",
      [
        "IT", "'", "S", " '", "sup", " ''", "s", " '", "l", " '", "v", " '", "r", " '",
      ]
    ),
    ("'llama'", ["'ll", "ama", "'"]),
    ("a  b   c ", ["a", " ", " b", "  ", " c", " "]),
    ("a\n\nb\t c", ["a", "\n", "\n", "b", "\t", " c"]),
    ("a \n", ["a", " \n"]),
    ("a\r\nb", ["a", "\r", "\n", "b"]),
    ("x=10.5%", ["x", "=", "10", ".", "5", "%"]),
    ("½ⅷ٣ x²", ["½ⅷ٣", " x", "²"]),
    ("a\u{A0}b", ["a", "\u{A0}", "b"]),
    ("a\u{3000}\u{2003}b", ["a", "\u{3000}", "\u{2003}", "b"]),
    ("a\u{85}b\u{200B}c", ["a", "\u{85}", "b", "\u{200B}", "c"]),
    ("e\u{301}te\u{301}", ["e", "\u{301}", "te", "\u{301}"]),
    ("日本語 テスト!", ["日本語", " テスト", "!"]),
    ("🙂🙂 ok🙂", ["🙂🙂", " ok", "🙂"]),
    ("\u{1C}\u{1F}\u{B}", ["\u{1C}\u{1F}", "\u{B}"]),
  ])
  func splits(text: String, words: [String]) {
    #expect(Self.split(text).map { Array($0.utf8) } == words.map { Array($0.utf8) })
  }

  /// ICU's `\s` is not White_Space, so the classes are spelled out.
  @Test func agreesWithTheRegularExpression() throws {
    let pattern = try NSRegularExpression(
      pattern: #"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\p{White_Space}\p{L}\p{N}]+"#
        + #"|\p{White_Space}+(?!\P{White_Space})|\p{White_Space}+"#)
    let pieces: [String] = [
      " ", " ", " ", "\n", "\t", "\u{A0}", "\u{2028}", "\u{85}", "'", "s", "t", "re", "ll", "S",
      "é", "ß", "ж", "日", "\u{20000}", "\u{301}", "7", "½", "٣", "\u{1D7D8}", ".", "<|", "🙂",
      "\u{200B}", "\u{FEFF}", "\0", "\u{E0041}", "\u{10FFFF}",
    ]
    var generator = SplitMix64(seed: 7)
    for _ in 0..<1500 {
      let length = Int.random(in: 0...12, using: &generator)
      let text = (0..<length).map { _ in pieces.randomElement(using: &generator) ?? "" }.joined()
      let utf16 = text as NSString
      let matches = pattern.matches(in: text, range: NSRange(location: 0, length: utf16.length))
      let words = matches.map { Array(utf16.substring(with: $0.range).utf8) }
      #expect(Self.split(text).map { Array($0.utf8) } == words, "\(text.debugDescription)")
    }
  }

  /// Ill-formed bytes count as symbols; none is lost and none is read beyond the end.
  @Test(
    arguments: [
      ([0x61, 0xFF, 0x61], [1, 1, 1]),
      ([0xC3], [1]),
      ([0x20, 0xE3, 0x81], [3]),
      ([0xC0, 0xAF, 0x62], [2, 1]),
      ([0xED, 0xA0, 0x80, 0x37], [3, 1]),
      ([0xF4, 0x90, 0x80, 0x80], [4]),
      ([0xE2, 0x80, 0x61], [2, 1]),
      ([0x61, 0xE2, 0x80, 0x80, 0x61], [1, 3, 1]),
    ] as [([UInt8], [Int])])
  func splitsIllFormedText(bytes: [UInt8], lengths: [Int]) {
    bytes.withUnsafeBufferPointer { utf8 in
      var splitter = WordSplitter(utf8)
      var found: [Int] = []
      while let word = splitter.next() { found.append(word.count) }
      #expect(found == lengths)
    }
  }
}
