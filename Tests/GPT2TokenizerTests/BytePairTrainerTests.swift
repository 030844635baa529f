import GPT2Tokenizer
import Testing

@Suite struct BytePairTrainerTests {
  static let documents = [
    "The ferry leaves at ten past nine; the tide won't wait, and we're late.",
    "Bring the blue rope, the red rope and  the kettle.\n\nTen ropes? Two will do!",
    "Aaaaah, aaaah! Room 1001, floor 101: ring 10 times.",
    "Café naïve: здесь тихо, здесь 日本日本 😀😀.",
    "bananabanana bandana   cabana\tanna's",
  ]

  /// What `BpeTrainer` of Hugging Face's `tokenizers` 0.23.3 finds in these documents with
  /// vocab_size 300, min_frequency 0, ByteLevel and its alphabet. Most counts are tied.
  static let expected: [(String, String)] = [
    ("a", "n"), ("Ġ", "t"), ("a", "a"), ("h", "e"), ("Ġ", "r"), ("b", "an"), ("Ġ", "w"),
    ("Ġt", "he"), ("1", "0"), ("e", "s"), ("i", "n"), ("o", "p"), ("Ġ", "10"), ("an", "a"),
    ("Ġr", "op"), ("a", "t"), ("e", "n"), ("l", "e"), ("n", "a"), ("o", "o"), ("¥", "æ"),
    ("´", "Ð"), ("µ", "Ñ"), ("·", "Ð"), ("Ð", "·Ð"), ("Ñ", "Į"), ("æ", "Ĺ"), ("ð", "Ł"),
    ("Ġ", "f"), ("Ġ", "an"), ("Ġ", "Ð·Ð"), ("ģ", "ÑĮ"), ("ĺ", "Ģ"), ("ľ", "¬"), ("Ġt", "i"),
    ("aa", "h"), ("aa", "aah"), ("ban", "ana"), ("in", "g"), ("Ġrop", "e"), ("¥æ", "ľ¬"),
    ("´Ð", "µÑ"), ("æĹ", "¥æľ¬"),
  ]

  private func train(_ documents: [String], size: Int, minimumFrequency: Int = 0) throws
    -> BytePairTokenizer
  {
    var trainer = try BytePairTrainer(vocabularySize: size, minimumFrequency: minimumFrequency)
    for document in documents { trainer.add(document) }
    return try trainer.train()
  }

  private func mergedBytes(_ tokenizer: BytePairTokenizer) -> [[[UInt8]]] {
    tokenizer.merges.map { [tokenizer.token($0.left) ?? [], tokenizer.token($0.right) ?? []] }
  }

  private func mergedBytes(_ merges: some Sequence<(String, String)>) -> [[[UInt8]]] {
    merges.map { [SmallVocabulary.bytes($0.0), SmallVocabulary.bytes($0.1)] }
  }

  @Test func mergesAreThoseOfTheReference() throws {
    let tokenizer = try train(Self.documents, size: 300)
    #expect(mergedBytes(tokenizer) == mergedBytes(Self.expected))
    let frequent = try train(Self.documents, size: 400, minimumFrequency: 3)
    #expect(mergedBytes(frequent) == mergedBytes(Self.expected.prefix(15)))
  }

  @Test func idsAreLaidOutAsGPT2s() throws {
    let tokenizer = try train(Self.documents, size: 300)
    #expect(tokenizer.vocabularySize == 300)
    #expect(tokenizer.endOfText == 299)
    #expect(tokenizer.token(0) == [0x21])
    #expect(tokenizer.token(188) == [0])
    #expect(tokenizer.token(255) == [0xAD])
    #expect(tokenizer.token(256) == Array("an".utf8))
    for document in Self.documents {
      let ids = tokenizer.encode(document)
      #expect(try tokenizer.decode(ids).utf8.elementsEqual(document.utf8))
    }
    #expect(
      tokenizer.encode(" the rope").map { tokenizer.token($0) ?? [] } == [
        Array(" the".utf8), Array(" rope".utf8),
      ])
  }

  @Test func nothingIsMergedAcrossWordsOrDocuments() throws {
    let tokenizer = try train(["ab", "cd", "ab", "cd 12"], size: 1000)
    #expect(
      mergedBytes(tokenizer) == mergedBytes([("a", "b"), ("c", "d"), ("1", "2"), ("Ġ", "12")]))
    #expect(tokenizer.vocabularySize == 261)
  }

  @Test func emptyTextGivesTheBytes() throws {
    let tokenizer = try train([], size: 1000)
    #expect(tokenizer.vocabularySize == 257)
    #expect(try tokenizer.decode(tokenizer.encode("é")) == "é")
  }

  @Test func tooSmall() {
    #expect(throws: TokenizerError.vocabularySizeTooSmall(256, minimum: 257)) {
      try BytePairTrainer(vocabularySize: 256)
    }
  }
}
