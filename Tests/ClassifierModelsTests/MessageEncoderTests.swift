import ClassifierModels
import GPT2Tokenizer
import TestModels
import Testing

@Suite struct MessageEncoderTests {
  private let tokenizer: BytePairTokenizer
  private let folder: ModelFolder
  /// Of eight tokens.
  private let text = "abcdefgh"

  init() throws {
    let models = try TinyModels(["n_positions": 5])
    folder = try ModelFolder(path: models.base)
    tokenizer = folder.tokenizer
    #expect(tokenizer.encode(text).count == 8)
  }

  private func encoder(paddedLength: Int? = nil) -> MessageEncoder {
    MessageEncoder(
      tokenizer: tokenizer, configuration: folder.configuration.model, paddedLength: paddedLength)
  }

  private func letters(_ message: EncodedMessage) throws -> [String] {
    try message.windows.map { try tokenizer.decode($0) }
  }

  @Test(arguments: [
    (LongText.truncate, ["abcde"], true), (.headTail, ["abcgh"], true),
    (.windows, ["abcde", "fgh"], false),
  ])
  func aLongTextIsShortened(longText: LongText, windows: [String], isTruncated: Bool) throws {
    let message = try encoder().encode(text, longText: longText)
    #expect(try letters(message) == windows)
    #expect(message.isTruncated == isTruncated)
    #expect(message.tokenCount == 8)
  }

  @Test(arguments: LongText.allCases)
  func aTextThatFitsIsReadWhole(longText: LongText) throws {
    let message = try encoder().encode("abcde", longText: longText)
    #expect(try letters(message) == ["abcde"])
    #expect(!message.isTruncated)
  }

  @Test func aTextThatMustNotBeLongNamesItsPlace() throws {
    #expect(throws: ClassifierError.messageTooLong(place: "line 7", tokens: 8, limit: 5)) {
      try encoder().encode(text, longText: .error, place: "line 7")
    }
  }

  @Test func anEmptyTextIsOneTokenOfPadding() throws {
    let endOfText = try #require(tokenizer.endOfText)
    let message = try encoder().encode("")
    #expect(message.windows == [[endOfText]])
    #expect(message.tokenCount == 0)
  }

  @Test func paddingFillsUpOrCuts() throws {
    let endOfText = try #require(tokenizer.endOfText)
    let message = try encoder(paddedLength: 4).encode("ab")
    #expect(message.windows == [tokenizer.encode("ab") + [endOfText, endOfText]])
    #expect(!message.isTruncated)
    #expect(try encoder(paddedLength: 4).encode(text).windows == [tokenizer.encode("abcd")])
  }
}
