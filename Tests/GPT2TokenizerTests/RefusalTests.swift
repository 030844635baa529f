import Foundation
import GPT2Tokenizer
import TestFiles
import Testing

/// Files that must be refused with a sentence, each damaged in one place.
@Suite struct RefusalTests {
  struct Damage: CustomTestStringConvertible, Sendable {
    let name: String
    var files: [String: String]
    /// Parts of the sentence, beginning with the file's name and place.
    var sentence: [String]

    var testDescription: String { name }

    static func vocabulary(_ name: String, _ text: String, _ sentence: String...) -> Damage {
      Damage(
        name: name, files: ["vocab.json": text, "merges.txt": SmallVocabulary.mergesText()],
        sentence: sentence)
    }

    static func merges(_ name: String, _ text: String, _ sentence: String...) -> Damage {
      Damage(
        name: name, files: ["vocab.json": SmallVocabulary.vocabularyJSON(), "merges.txt": text],
        sentence: sentence)
    }

    static func tokenizer(_ name: String, _ text: String, _ sentence: String...) -> Damage {
      Damage(name: name, files: ["tokenizer.json": text], sentence: sentence)
    }
  }

  static let tokens = SmallVocabulary.tokens

  static let vocabularies: [Damage] = [
    .vocabulary("empty file", "", "vocab.json, line 1, byte 0: expected '{'", "end of the file"),
    .vocabulary("no tokens", "{}", "vocab.json: no token for the byte 0"),
    .vocabulary(
      "double comma", "{\"a\": 0,,}", "vocab.json, line 1, byte 8: expected a string, found \",\""),
    .vocabulary("cut off", "{\"a\": 0", "vocab.json, line 1, byte 7: expected ',' or '}'"),
    .vocabulary("cut off in a string", "{\n\"a", "line 2, byte 4: expected the closing"),
    .vocabulary("text after the end", "{}\n x", "vocab.json, line 2, byte 4: expected the end"),
    .vocabulary("fraction", "{\"a\": 1.5}", "line 1, byte 7: expected ',' or '}'"),
    .vocabulary("string for an id", "{\"a\": \"1\"}", "byte 6: expected a whole number"),
    .vocabulary("leading zero", "{\"a\": 01}", "byte 6: expected a whole number"),
    .vocabulary("huge id", "{\"a\": 99999999999999999999}", "byte 6: the number is too large"),
    .vocabulary("negative id", "{\"a\": -1}", "byte 1: the id -1 of \"a\" is outside 0..<1"),
    .vocabulary("gap", "{\"a\": 0,\n \"b\": 2}", "line 2, byte 10: the id 2 of \"b\" is outside"),
    .vocabulary("shared id", "{\"a\": 0, \"b\": 0}", "byte 9: the id 0 belongs to both \"a\" and"),
    .vocabulary("repeated token", "{\"a\": 0, \"a\": 1}", "byte 9: the token \"a\" stands here"),
    .vocabulary("empty token", "{\"\": 0}", "byte 1: an empty token"),
    .vocabulary("space in a token", "{\"a b\": 0}", "byte 1: the token \"a b\" is not in the"),
    .vocabulary("raw control character", "{\"\n\": 0}", "line 1, byte 2: expected an escape"),
    .vocabulary("unknown escape", "{\"\\x\": 0}", "byte 3: expected one of the escapes"),
    .vocabulary("short escape", "{\"\\u12\": 0}", "byte 6: expected four hexadecimal digits"),
    .vocabulary("lone surrogate", "{\"\\ud83d\": 0}", "byte 2: half of a surrogate pair"),
    .vocabulary("two high surrogates", "{\"\\ud83d\\ud83d\": 0}", "byte 2: half of a surrogate"),
    .vocabulary(
      "no token for a byte",
      SmallVocabulary.vocabularyJSON(tokens.filter { $0 != "Ġ" }),
      "vocab.json: no token for the byte 32, spelled \"Ġ\""),
    .vocabulary(
      "no token for a merge",
      SmallVocabulary.vocabularyJSON(tokens.filter { $0 != "ing" }),
      "merges.txt, line 6, byte ", "the merged token \"ing\" is not in the vocabulary"),
  ]

  static let mergeLists: [Damage] = [
    .merges(
      "one piece", "#version: 0.2\nĠ t\nabc\n",
      "merges.txt, line 3, byte 19: expected two pieces with one space between them, found \"abc\""),
    .merges("three pieces", "Ġ t\nh e r\n", "merges.txt, line 2, byte 5: expected two pieces"),
    .merges("nothing after the space", "h \n", "merges.txt, line 1, byte 0: expected two pieces"),
    .merges("blank line", "h e\n\ni n\n", "merges.txt, line 2, byte 4: expected two pieces"),
    .merges("tab", "h\te\n", "merges.txt, line 1, byte 0: expected two pieces"),
    .merges("unknown piece", "q zz\n", "line 1, byte 0: the piece \"zz\" is not in the vocab"),
    .merges("piece made later", "in g\ni n\n", "line 1, byte 0: no earlier merge makes", "\"in\""),
    .merges("repeated", "h e\ni n\nh e\n", "line 3, byte 8: an earlier merge joins \"h\" and"),
    .merges("unspelled piece", "h 日\n", "line 1, byte 0: the piece \"日\" is not in the spelling"),
  ]

  static let tokenizers: [Damage] = [
    .tokenizer("not an object", "[]", "tokenizer.json, line 1, byte 0: expected '{'"),
    .tokenizer("no model", "{\"version\": \"1.0\"}", "tokenizer.json: no \"model\" in it"),
    .tokenizer(
      "deep nesting", "{\"x\": " + String(repeating: "[", count: 100_000),
      "tokenizer.json, line 1, byte ", "values nested deeper than 64"),
    .tokenizer("bad number", "{\"x\": 1.}", "line 1, byte 6: \"1.\" is no number"),
    .tokenizer("bad word", "{\"x\": nul}", "line 1, byte 6: expected a value, found \"n\""),
    .tokenizer(
      "half a pair", "{\"model\": {\"merges\": [[\"a b\"]]}}",
      "line 1, byte 29: expected a second piece, found \"]\""),
    .tokenizer(
      "pair of three", "{\"model\": {\"merges\": [[\"a\", \"b\", \"c\"]]}}",
      "line 1, byte 32: expected no third piece"),
    .tokenizer(
      "empty piece", "{\"model\": {\"merges\": [[\"a b\", \"\"]]}}",
      "line 1, byte 22: expected two pieces with one space between them, found \"a b \""),
    .tokenizer(
      "normalizer", SmallVocabulary.tokenizerJSON(normalizer: "{\"type\": \"NFC\"}"),
      "tokenizer.json: it normalises text"),
    .tokenizer(
      "other pre-tokenizer",
      SmallVocabulary.tokenizerJSON(preTokenizer: "{\"type\": \"Whitespace\"}"),
      "tokenizer.json: the \"pre_tokenizer\" is not GPT-2's ByteLevel"),
    .tokenizer(
      "no pre-tokenizer", SmallVocabulary.tokenizerJSON(preTokenizer: "null"),
      "tokenizer.json: the \"pre_tokenizer\" is not GPT-2's ByteLevel"),
    .tokenizer(
      "no splitting",
      SmallVocabulary.tokenizerJSON(preTokenizer: #"{"type": "ByteLevel", "use_regex": false}"#),
      "tokenizer.json: the \"pre_tokenizer\" is not GPT-2's ByteLevel"),
    .tokenizer(
      "post-processor",
      SmallVocabulary.tokenizerJSON(postProcessor: #"{"type": "TemplateProcessing"}"#),
      "tokenizer.json: the \"post_processor\" adds tokens"),
    .tokenizer(
      "other model", SmallVocabulary.tokenizerJSON(model: #""type": "Unigram""#),
      "tokenizer.json: the model is not of type \"BPE\""),
    .tokenizer(
      "prefix of subwords",
      SmallVocabulary.tokenizerJSON(model: #""continuing_subword_prefix": "@@""#),
      "tokenizer.json: GPT-2 has no \"continuing_subword_prefix\""),
    .tokenizer(
      "dropout", SmallVocabulary.tokenizerJSON(model: #""dropout": 0.1"#),
      "tokenizer.json: merges are dropped at random"),
    .tokenizer(
      "merges ignored", SmallVocabulary.tokenizerJSON(model: #""ignore_merges": true"#),
      "tokenizer.json: \"ignore_merges\" is set"),
    .tokenizer(
      "added token without id", SmallVocabulary.tokenizerJSON(addedTokens: #"{"content": "x"}"#),
      "tokenizer.json: an item of \"added_tokens\" lacks"),
    .tokenizer(
      "added token with the id of another",
      SmallVocabulary.tokenizerJSON(addedTokens: #"{"id": 5, "content": "<pad>"}"#),
      "tokenizer.json: the added token \"<pad>\" has the id 5 of \"&\""),
    .tokenizer(
      "added token far away",
      SmallVocabulary.tokenizerJSON(addedTokens: #"{"id": 2000000000, "content": "<pad>"}"#),
      "tokenizer.json: the added token \"<pad>\" has the id 2000000000, expected 271"),
    .tokenizer(
      "added token that strips",
      SmallVocabulary.tokenizerJSON(
        addedTokens: #"{"id": 271, "content": "<mask>", "lstrip": true}"#),
      "tokenizer.json: the added token \"<mask>\" has \"lstrip\" set"),
  ]

  @Test(arguments: vocabularies + mergeLists + tokenizers)
  func refuses(_ damage: Damage) throws {
    let folder = try TemporaryFolder()
    let directory = folder.path
    for (name, text) in damage.files { try folder.file(name, text) }
    let error = try #require(throws: TokenizerError.self) {
      try BytePairTokenizer(directory: directory)
    }
    for part in damage.sentence { #expect(error.description.contains(part)) }
    #expect(error.description.hasPrefix("\(directory)/"))
    #expect(!error.description.contains("\n"))
  }

  @Test func missingFiles() throws {
    let folder = try TemporaryFolder()
    let directory = folder.path
    #expect(throws: TokenizerError.missingVocabulary(directory: directory)) {
      try BytePairTokenizer(directory: directory)
    }
    try folder.file("vocab.json", SmallVocabulary.vocabularyJSON())
    #expect(
      throws: TokenizerError.missingFile(
        "\(directory)/merges.txt", neededBy: "\(directory)/vocab.json")
    ) { try BytePairTokenizer(directory: directory) }
    // A directory where the file should be.
    try FileManager.default.createDirectory(
      atPath: "\(directory)/merges.txt", withIntermediateDirectories: false)
    let error = #expect(throws: TokenizerError.self) {
      try BytePairTokenizer(directory: directory)
    }
    #expect(error?.description.hasPrefix("\(directory)/merges.txt: cannot be read") == true)
  }

  /// No cut of the file may crash, and none but the whole may load.
  @Test func everyCutIsRefused() throws {
    let text = Array(SmallVocabulary.tokenizerJSON().utf8)
    let folder = try TemporaryFolder()
    let directory = folder.path
    for length in stride(from: 0, to: text.count, by: 37) {
      try Data(text[..<length]).write(to: URL(fileURLWithPath: "\(directory)/tokenizer.json"))
      #expect(throws: TokenizerError.self) { try BytePairTokenizer(directory: directory) }
    }
  }
}
