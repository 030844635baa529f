import Foundation
import GPT2Tokenizer
import TestFiles
import Testing

@Suite struct WritingTests {
  @Test func everyLayoutReadsBackTheSame() throws {
    let tokenizer = try SmallVocabulary.tokenizer()
    let folder = try TemporaryFolder()
    let parent = folder.path
    let directory = "\(parent)/new"
    try tokenizer.write(toDirectory: directory, maximumLength: 1024)
    // A second time, over the first.
    try tokenizer.write(toDirectory: directory, maximumLength: 64)
    let files = try FileManager.default.contentsOfDirectory(atPath: directory).sorted()
    #expect(files == ["merges.txt", "tokenizer.json", "tokenizer_config.json", "vocab.json"])
    for file in ["tokenizer.json", "vocab.json"] {
      let loaded = try BytePairTokenizer(directory: directory)
      #expect(loaded.merges == tokenizer.merges)
      #expect(loaded.addedTokens == tokenizer.addedTokens)
      #expect(
        (0...SmallVocabulary.endOfText).allSatisfy { loaded.token($0) == tokenizer.token($0) })
      try FileManager.default.removeItem(atPath: "\(directory)/\(file)")
    }
  }

  @Test func formatIsHuggingFaces() throws {
    let tokenizer = try SmallVocabulary.tokenizer()
    let folder = try TemporaryFolder()
    let directory = folder.path
    try tokenizer.write(toDirectory: directory, maximumLength: 77)
    func json(_ name: String) throws -> [String: Any] {
      let data = try Data(contentsOf: URL(fileURLWithPath: "\(directory)/\(name)"))
      return try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
    }
    let merges = try String(contentsOfFile: "\(directory)/merges.txt", encoding: .utf8)
    #expect(merges == SmallVocabulary.mergesText())
    #expect(try json("vocab.json").count == tokenizer.vocabularySize)
    let whole = try json("tokenizer.json")
    let model = try #require(whole["model"] as? [String: Any])
    let pairs = try #require(model["merges"] as? [[String]])
    #expect(
      pairs.map { $0.joined(separator: " ") } == SmallVocabulary.merges.map { "\($0) \($1)" })
    let splitting = try #require(whole["pre_tokenizer"] as? [String: Any])
    #expect(splitting["type"] as? String == "ByteLevel")
    #expect(splitting["add_prefix_space"] as? Bool == false)
    let configuration = try json("tokenizer_config.json")
    #expect(configuration["model_max_length"] as? Int == 77)
    #expect(configuration["tokenizer_class"] as? String == "GPT2Tokenizer")
    #expect(configuration["pad_token"] as? String == "<|endoftext|>")
  }

  @Test func addedTokensAndPrefixSpaceReadBack() throws {
    let bytes = (UInt8.min...UInt8.max).map { [$0] }
    let added = [
      AddedToken(id: 256, content: Array("\"a\\\n 🙂\"".utf8), isSpecial: true),
      AddedToken(id: 257, content: Array("två ord".utf8), isSpecial: false),
    ]
    let tokenizer = try BytePairTokenizer(
      vocabulary: bytes, merges: [], addedTokens: added, addsPrefixSpace: true)
    let folder = try TemporaryFolder()
    let directory = folder.path
    try tokenizer.write(toDirectory: directory, maximumLength: 1024)
    let whole = try BytePairTokenizer(directory: directory)
    #expect(whole.addedTokens == added)
    #expect(whole.addsPrefixSpace)
    #expect(whole.encode("två ord") == [257])
    #expect(whole.endOfText == nil)
    try FileManager.default.removeItem(atPath: "\(directory)/tokenizer.json")
    // Two files do not say which added tokens are special, so all are.
    let twoFiles = try BytePairTokenizer(directory: directory)
    #expect(twoFiles.addedTokens.map(\.content) == added.map(\.content))
    #expect(twoFiles.addsPrefixSpace)
  }

  @Test func unwritableDirectory() throws {
    let tokenizer = try SmallVocabulary.tokenizer()
    let folder = try TemporaryFolder()
    let parent = folder.path
    try folder.file("file", "")
    for directory in ["\(parent)/missing/inner", "\(parent)/file"] {
      let error = try #require(throws: TokenizerError.self) {
        try tokenizer.write(toDirectory: directory, maximumLength: 1024)
      }
      #expect(error.description.contains("\(directory)"))
      #expect(error.description.contains("cannot be written"))
    }
    // A directory stands where a file should go: nothing half-written stays behind.
    let taken = "\(parent)/taken"
    try FileManager.default.createDirectory(
      atPath: "\(taken)/vocab.json/x", withIntermediateDirectories: true)
    #expect(throws: TokenizerError.self) {
      try tokenizer.write(toDirectory: taken, maximumLength: 1024)
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: taken) == ["vocab.json"])
  }
}
