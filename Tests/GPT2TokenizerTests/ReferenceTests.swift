import Foundation
import GPT2Tokenizer
import TestFiles
import Testing

/// GPT-2's own vocabulary against ids computed by tiktoken.
@Suite(
  .enabled(
    if: Fixtures.gpt2Vocabulary != nil && !Fixtures.isMissing,
    "needs SPAMTUNE_FIXTURES and SPAMTUNE_GPT2_VOCAB"))
struct ReferenceTests {
  struct EncodingCase: Decodable {
    var text: String
    var ids: [Int32]
    var special: Bool
    var group: String
  }

  struct DecodingCase: Decodable {
    var ids: [Int32]
    var bytesHex: String
    var textReplace: String
    var group: String
  }

  static let gpt2 = Result { try BytePairTokenizer(directory: Fixtures.gpt2Vocabulary ?? "") }

  @Test func vocabulary() throws {
    let tokenizer = try Self.gpt2.get()
    #expect(tokenizer.vocabularySize == 50257)
    #expect(tokenizer.endOfText == 50256)
    #expect(tokenizer.merges.count == 50000)
    #expect(tokenizer.token(262) == Array(" the".utf8))
  }

  @Test func encodesAsTiktoken() throws {
    let tokenizer = try Self.gpt2.get()
    let cases = try Fixtures.decode("tokenizer/cases.json", as: [EncodingCase].self)
    #expect(cases.count == 1636)
    for (index, item) in cases.enumerated() {
      let ids = tokenizer.encode(item.text, allowSpecial: item.special)
      #expect(ids == item.ids, "case \(index), \(item.group)")
      #expect(try tokenizer.decodeBytes(ids).elementsEqual(item.text.utf8), "case \(index)")
    }
  }

  @Test func decodesAsTiktoken() throws {
    let tokenizer = try Self.gpt2.get()
    let cases = try Fixtures.decode("tokenizer/decode.json", as: [DecodingCase].self)
    #expect(cases.count == 145)
    for (index, item) in cases.enumerated() {
      let hex = try tokenizer.decodeBytes(item.ids).map { String(format: "%02x", $0) }.joined()
      #expect(hex == item.bytesHex, "case \(index), \(item.group)")
      let text = try tokenizer.decode(item.ids)
      #expect(text.utf8.elementsEqual(item.textReplace.utf8), "case \(index), \(item.group)")
    }
  }

  @Test func writtenFilesGiveTheSameTokenizer() throws {
    let tokenizer = try Self.gpt2.get()
    let text = "Don't go    there,\n\tcafé 2026! <|endoftext|> 日本語 🙂"
    let ids = tokenizer.encode(text, allowSpecial: true)
    let folder = try TemporaryFolder()
    let directory = folder.path
    try tokenizer.write(toDirectory: directory, maximumLength: 1024)
    for remaining in ["tokenizer.json", "vocab.json"] {
      let loaded = try BytePairTokenizer(directory: directory)
      #expect(loaded.merges == tokenizer.merges)
      #expect(loaded.addedTokens == tokenizer.addedTokens)
      #expect(loaded.encode(text, allowSpecial: true) == ids)
      try FileManager.default.removeItem(atPath: "\(directory)/\(remaining)")
    }
  }

  @Test(arguments: [
    ("merges_bad_line.txt", "merges.txt", 3), ("merges_unknown_piece.txt", "merges.txt", 2),
    ("vocab_not_json.json", "vocab.json", 1), ("vocab_duplicate_id.json", "vocab.json", 1),
  ])
  func refusesDamagedFiles(name: String, role: String, line: Int) throws {
    let folder = try TemporaryFolder()
    let directory = folder.path
    for file in ["vocab.json", "merges.txt"] {
      try FileManager.default.copyItem(
        atPath: "\(Fixtures.gpt2Vocabulary ?? "")/\(file)", toPath: "\(directory)/\(file)")
    }
    try Fixtures.data("malformed/tokenizer/\(name)")
      .write(to: URL(fileURLWithPath: "\(directory)/\(role)"))
    let error = try #require(throws: TokenizerError.self) {
      try BytePairTokenizer(directory: directory)
    }
    #expect(error.description.hasPrefix("\(directory)/\(role), line \(line), byte "))
  }
}

/// A tokenizer of 277 tokens as several writers leave it.
@Suite(.disabled(if: Fixtures.isMissing, "\(Fixtures.note)"))
struct ReferenceLayoutTests {
  @Test(arguments: ["hf", "hf-hub", "hf-seqcls", "tf"])
  func layout(_ name: String) throws {
    let directory = Fixtures.path("tiny")
    let tokenizer = try BytePairTokenizer(directory: "\(directory)/\(name)")
    let reference = try BytePairTokenizer(directory: "\(directory)/hf")
    #expect(tokenizer.vocabularySize == 277)
    #expect(tokenizer.endOfText == 276)
    #expect(tokenizer.merges.count == 20)
    #expect(tokenizer.merges == reference.merges)
    #expect((0..<277).allSatisfy { tokenizer.token($0) == reference.token($0) })
  }

  struct TextCase: Decodable {
    var text: String
    var ids: [Int32]
  }

  @Test func encodesTextsOfTheTinyModel() throws {
    let tokenizer = try BytePairTokenizer(directory: Fixtures.path("tiny/hf-hub"))
    let json = try JSONSerialization.jsonObject(
      with: Fixtures.data("tiny/reference/text_cases.json"))
    let cases = Self.textCases(json)
    #expect(!cases.isEmpty)
    for item in cases { #expect(tokenizer.encode(item.text) == item.ids) }
  }

  /// Every object in the file that has a text and its ids.
  private static func textCases(_ json: Any) -> [TextCase] {
    if let object = json as? [String: Any] {
      if let text = object["text"] as? String, let ids = object["ids"] as? [Int] {
        return [TextCase(text: text, ids: ids.map(Int32.init))]
      }
      return object.values.flatMap(textCases)
    }
    return (json as? [Any])?.flatMap(textCases) ?? []
  }
}
