import Foundation
import GPT2Tokenizer
import TestFiles
import Testing

@Suite struct LoadingTests {
  /// The tokenizer that these files make.
  private func load(_ files: [String: String]) throws -> BytePairTokenizer {
    let folder = try TemporaryFolder()
    let directory = folder.path
    for (name, text) in files { try folder.file(name, text) }
    return try BytePairTokenizer(directory: directory)
  }

  @Test func allLayoutsAgree() throws {
    let merges = SmallVocabulary.mergesText()
    let expected = try SmallVocabulary.tokenizer()
    let layouts: [[String: String]] = [
      ["tokenizer.json": SmallVocabulary.tokenizerJSON(mergesAsPairs: true)],
      ["tokenizer.json": SmallVocabulary.tokenizerJSON(mergesAsPairs: false)],
      ["vocab.json": SmallVocabulary.vocabularyJSON(), "merges.txt": merges],
      ["vocab.json": SmallVocabulary.vocabularyJSON(escaped: true), "merges.txt": merges],
      ["encoder.json": SmallVocabulary.vocabularyJSON(), "vocab.bpe": merges],
      [
        "vocab.json": SmallVocabulary.vocabularyJSON(),
        "merges.txt": merges.replacingOccurrences(of: "\n", with: "\r\n") + "\r\n",
      ],
      [
        "vocab.json": SmallVocabulary.vocabularyJSON(),
        "merges.txt": String(merges.dropFirst("#version: 0.2\n".count).dropLast()),
      ],
    ]
    for files in layouts {
      let tokenizer = try load(files)
      #expect(tokenizer.vocabularySize == expected.vocabularySize)
      #expect(tokenizer.merges == expected.merges)
      #expect(tokenizer.addedTokens == expected.addedTokens)
      #expect(tokenizer.endOfText == SmallVocabulary.endOfText)
      #expect((0..<300).allSatisfy { tokenizer.token($0) == expected.token($0) })
    }
  }

  @Test func tokenizerJSONComesFirst() throws {
    let tokenizer = try load([
      "tokenizer.json": SmallVocabulary.tokenizerJSON(), "vocab.json": "{", "merges.txt": "x",
    ])
    #expect(tokenizer.merges.count == SmallVocabulary.merges.count)
  }

  @Test func vocabularyWithoutEndOfText() throws {
    let tokenizer = try load([
      "vocab.json": SmallVocabulary.vocabularyJSON(Array(SmallVocabulary.tokens.dropLast())),
      "merges.txt": SmallVocabulary.mergesText(),
    ])
    #expect(tokenizer.endOfText == nil)
    #expect(tokenizer.addedTokens.isEmpty)
    let text = "a<|endoftext|>"
    #expect(try tokenizer.decode(tokenizer.encode(text, allowSpecial: true)) == text)
  }

  @Test func addedTokens() throws {
    let next = SmallVocabulary.endOfText + 1
    let tokenizer = try load([
      "tokenizer.json": SmallVocabulary.tokenizerJSON(
        addedTokens: """
          {"id": \(next + 1), "content": "the thing", "special": false},
          {"id": \(next), "content": "[\\ud83d\\ude42 \\u00e9]", "special": true}
          """)
    ])
    #expect(tokenizer.vocabularySize == Int(next) + 2)
    #expect(tokenizer.endOfText == SmallVocabulary.endOfText)
    #expect(tokenizer.token(next) == Array("[🙂 é]".utf8))
    let text = "x[🙂 é]the thing"
    #expect(tokenizer.encode(text, allowSpecial: true).suffix(2) == [next, next + 1])
    let plain = tokenizer.encode(text)
    #expect(plain.last == next + 1 && !plain.contains(next))
    #expect(try tokenizer.decode(plain) == text)
  }

  @Test func addedTokensBesideTwoFiles() throws {
    let next = SmallVocabulary.endOfText + 1
    let tokenizer = try load([
      "vocab.json": SmallVocabulary.vocabularyJSON(), "merges.txt": SmallVocabulary.mergesText(),
      "added_tokens.json": #"{"[PAD]": \#(next)}"#,
    ])
    #expect(tokenizer.encode("[PAD]", allowSpecial: true) == [next])
    #expect(tokenizer.encode("[PAD]").count == 5)
  }

  @Test func prefixSpace() throws {
    let layouts = [
      [
        "tokenizer.json": SmallVocabulary.tokenizerJSON(
          preTokenizer: #"{"type": "ByteLevel", "add_prefix_space": true, "use_regex": true}"#)
      ],
      [
        "vocab.json": SmallVocabulary.vocabularyJSON(),
        "merges.txt": SmallVocabulary.mergesText(),
        "tokenizer_config.json": #"{"add_prefix_space": true, "model_max_length": 1e30}"#,
      ],
    ]
    for files in layouts {
      let tokenizer = try load(files)
      #expect(tokenizer.addsPrefixSpace)
      #expect(tokenizer.encode("the") == [SmallVocabulary.id("Ġthe")])
      #expect(tokenizer.encode(" the") == [SmallVocabulary.id("Ġthe")])
      #expect(tokenizer.encode("") == [])
    }
  }

  @Test func vocabularyInMemoryIsChecked() {
    let bytes = (UInt8.min...UInt8.max).map { [$0] }
    func error(
      _ vocabulary: [[UInt8]], _ merges: [MergeRule] = [], _ added: [AddedToken] = []
    ) -> TokenizerError? {
      #expect(throws: TokenizerError.self) {
        try BytePairTokenizer(vocabulary: vocabulary, merges: merges, addedTokens: added)
      }
    }
    let merge = MergeRule(left: 0x61, right: 0x62)
    #expect(error(Array(bytes.dropLast()))?.description.contains("the byte 255") == true)
    #expect(error(bytes + [[0x61]]) != nil)
    #expect(error(bytes + [[]]) != nil)
    #expect(error(bytes, [merge]) != nil)
    #expect(error(bytes + [[0x61, 0x62]], [merge, merge]) != nil)
    #expect(error(bytes + [[0x61, 0x62]], [MergeRule(left: 0x61, right: 257)]) != nil)
    #expect(error(bytes + [[0x61, 0x62]], [MergeRule(left: -1, right: 0)]) != nil)
    let far = AddedToken(id: 300, content: [0x61], isSpecial: true)
    #expect(error(bytes, [], [far])?.description.contains("expected 256") == true)
    #expect(error(bytes, [], [AddedToken(id: 256, content: [], isSpecial: true)]) != nil)
    #expect(error(bytes, [], [AddedToken(id: 256, content: [0xFF], isSpecial: true)]) != nil)
    #expect(error(bytes, [], [AddedToken(id: 0x62, content: [0x61], isSpecial: true)]) != nil)
  }
}
