import GPT2Tokenizer
import Testing

@Suite struct DecodingTests {
  let tokenizer: BytePairTokenizer

  init() throws { tokenizer = try SmallVocabulary.tokenizer() }

  @Test(
    arguments: [
      ([0x61, 0x80, 0x62], "a\u{FFFD}b"),
      ([0xE2, 0x82, 0x41], "\u{FFFD}A"),
      ([0xF0, 0x9F, 0x98], "\u{FFFD}"),
      ([0xC0, 0xAF], "\u{FFFD}\u{FFFD}"),
      ([0xED, 0xA0, 0x80], "\u{FFFD}\u{FFFD}\u{FFFD}"),
      ([0xF4, 0x90, 0x80, 0x80], "\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}"),
      ([0xF0, 0x9F, 0x98, 0x80], "😀"),
    ] as [([UInt8], String)])
  func replacesIllFormedParts(bytes: [UInt8], text: String) throws {
    let ids = bytes.map { SmallVocabulary.id(SmallVocabulary.byteSpellings[Int($0)]) }
    #expect(try tokenizer.decode(ids).utf8.elementsEqual(text.utf8))
    #expect(try tokenizer.decodeBytes(ids) == bytes)
  }

  @Test(arguments: [-1, Int32.min, SmallVocabulary.endOfText + 1, Int32.max])
  func refusesUnknownIds(id: Int32) throws {
    let size = SmallVocabulary.tokens.count
    let error = try #require(throws: TokenizerError.self) { try tokenizer.decode([1, id]) }
    #expect(error == .unknownToken(id, vocabularySize: size))
    #expect(error.description.contains("Token id \(id) is outside the vocabulary of \(size)"))
    #expect(tokenizer.token(id) == nil)
  }

  @Test func tokensAreBytes() {
    #expect(tokenizer.token(0) == [0x21])
    #expect(tokenizer.token(SmallVocabulary.id("Ġthe")) == Array(" the".utf8))
    #expect(tokenizer.token(SmallVocabulary.endOfText) == Array("<|endoftext|>".utf8))
    #expect(tokenizer.endOfText == SmallVocabulary.endOfText)
  }
}
