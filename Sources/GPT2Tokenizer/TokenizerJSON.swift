import StrictJSON

/// What stands in a `tokenizer.json`. Vocabulary and merges, which make up nearly all of it, are
/// kept in the order of the file and not as a tree of values.
struct TokenizerJSON {
  private(set) var settings = JSONValue.object([])
  /// The model without its vocabulary and merges; nil if the file has none.
  private(set) var model: JSONValue?
  private(set) var vocabulary = TokenizerSource.VocabularyEntries()
  /// Each merge as "left right".
  private(set) var mergeLines = ByteStrings()
  /// Where each merge stands in the file.
  private(set) var mergeOffsets: [Int] = []

  init(_ scanner: inout JSONScanner) throws(JSONError) {
    settings = try Self.object(&scanner) { (key, scanner) throws(JSONError) in
      guard key == "model" else { return false }
      model = try Self.object(&scanner) { (key, scanner) throws(JSONError) in
        if key == "vocab" {
          vocabulary = try scanner.vocabulary()
          return true
        }
        guard key == "merges" else { return false }
        try readMerges(&scanner)
        return true
      }
      return true
    }
  }

  /// An object's members but for those whose value `read` has read, which it tells.
  private static func object(
    _ scanner: inout JSONScanner,
    read: ([UInt8], inout JSONScanner) throws(JSONError) -> Bool
  ) throws(JSONError) -> JSONValue {
    var members: [JSONValue.Member] = []
    guard try scanner.enter(.object) else { return .object([]) }
    repeat {
      var key: [UInt8] = []
      try scanner.key(into: &key)
      if try read(key, &scanner) { continue }
      members.append(JSONValue.Member(key: key, value: try scanner.value()))
    } while try scanner.next(in: .object)
    return .object(members)
  }

  /// Merges are pairs `["a", "b"]` in files written since 2024 and strings `"a b"` before. In GPT-2's
  /// spelling pieces hold no space, so that the line of a pair is cut where the pair was.
  private mutating func readMerges(_ scanner: inout JSONScanner) throws(JSONError) {
    mergeLines = ByteStrings()
    mergeOffsets = []
    guard try scanner.enter(.array) else { return }
    repeat {
      let isPair = scanner.peek() == UInt8(ascii: "[")
      mergeOffsets.append(scanner.position)
      if isPair {
        try readPair(&scanner)
      } else {
        try scanner.string(into: &mergeLines.bytes)
      }
      mergeLines.close()
    } while try scanner.next(in: .array)
  }

  private mutating func readPair(_ scanner: inout JSONScanner) throws(JSONError) {
    guard try scanner.enter(.array) else { throw scanner.error(.other("two pieces")) }
    try scanner.string(into: &mergeLines.bytes)
    guard try scanner.next(in: .array) else { throw scanner.error(.other("a second piece")) }
    mergeLines.bytes.append(UInt8(ascii: " "))
    try scanner.string(into: &mergeLines.bytes)
    if try scanner.next(in: .array) { throw scanner.error(.other("no third piece")) }
  }
}

extension TokenizerSource {
  /// Reads Hugging Face's `tokenizer.json`, if what it describes is GPT-2's kind of tokenizer.
  ///
  /// Settings of padding and truncation belong to its callers and are passed over.
  init(tokenizerJSON path: String) throws(TokenizerError) {
    let file = try SourceFile(path: path)
    let contents = try file.json { (scanner) throws(JSONError) in
      try TokenizerJSON(&scanner)
    }
    guard let model = contents.model else {
      throw .incomplete(file: path, problem: "no \"model\" in it")
    }
    vocabularyFile = file
    mergesFile = file
    vocabulary = contents.vocabulary
    for (index, offset) in contents.mergeOffsets.enumerated() {
      try appendMerge(line: contents.mergeLines[index], at: offset)
    }
    try check(model)
    try apply(contents.settings)
  }

  private func check(_ model: JSONValue) throws(TokenizerError) {
    // Files from before 2020 do not name the type.
    if model["type"] != .null, model["type"] != .string(Array("BPE".utf8)) {
      throw unsupported("the model is not of type \"BPE\"")
    }
    for name: StaticString in ["continuing_subword_prefix", "end_of_word_suffix"]
    where model[name] != .null && model[name] != .string([]) {
      throw unsupported("GPT-2 has no \"\(name)\", and this model has one")
    }
    if model["dropout"] != .null, model["dropout"] != .number(0) {
      throw unsupported("merges are dropped at random (\"dropout\"); set it to null")
    }
    if model["ignore_merges"] == .bool(true) {
      throw unsupported("\"ignore_merges\" is set, and GPT-2 always merges")
    }
  }

  private mutating func apply(_ settings: JSONValue) throws(TokenizerError) {
    if settings["normalizer"] != .null {
      throw unsupported("it normalises text (\"normalizer\"), and GPT-2 takes it as it is")
    }
    let splitting = settings["pre_tokenizer"]
    guard splitting["type"] == .string(Array("ByteLevel".utf8)),
      splitting["use_regex"] == .null || splitting["use_regex"] == .bool(true)
    else {
      throw unsupported(
        "the \"pre_tokenizer\" is not GPT-2's ByteLevel with \"use_regex\", so words would split "
          + "elsewhere")
    }
    addsPrefixSpace = splitting["add_prefix_space"] == .bool(true)

    let finishing = settings["post_processor"]
    guard finishing == .null || finishing["type"] == .string(Array("ByteLevel".utf8)) else {
      throw unsupported("the \"post_processor\" adds tokens to every text, and GPT-2 adds none")
    }
    if case .array(let items) = settings["added_tokens"] {
      for item in items { addedTokens.append(try addedToken(item)) }
    }
  }

  private func addedToken(_ item: JSONValue) throws(TokenizerError) -> AddedToken {
    guard case .number(let number) = item["id"], let id = Int32(exactly: number),
      case .string(let content) = item["content"]
    else {
      throw unsupported("an item of \"added_tokens\" lacks its \"id\" or its \"content\"")
    }
    for rule: StaticString in ["single_word", "lstrip", "rstrip"] where item[rule] == .bool(true) {
      throw unsupported("the added token \(quoted(content)) has \"\(rule)\" set")
    }
    return AddedToken(id: id, content: content, isSpecial: item["special"] != .bool(false))
  }

  private func unsupported(_ problem: String) -> TokenizerError {
    .unsupported(file: vocabularyFile.path, problem: problem)
  }
}
