extension TokenizerSource {
  /// Reads Hugging Face's `tokenizer.json`, if what it describes is GPT-2's kind of tokenizer.
  ///
  /// Settings of padding and truncation belong to its callers and are passed over.
  init(tokenizerJSON path: String) throws(TokenizerError) {
    let file = try SourceFile(path: path)
    vocabularyFile = file
    mergesFile = file
    var scanner = JSONScanner(file)
    var settings: [JSONValue.Member] = []
    var hasModel = false
    guard try scanner.enter("{", "}") else { throw scanner.error("a tokenizer") }
    repeat {
      let key = try scanner.key()
      if key == "model" {
        hasModel = true
        try readModel(&scanner)
      } else {
        settings.append(JSONValue.Member(key: key, value: try scanner.value()))
      }
    } while try scanner.next(before: "}")
    try scanner.expectEnd()
    guard hasModel else { throw .incomplete(file: path, problem: "no \"model\" in it") }
    try apply(.object(settings))
  }

  private mutating func readModel(_ scanner: inout JSONScanner) throws(TokenizerError) {
    var settings: [JSONValue.Member] = []
    guard try scanner.enter("{", "}") else { return }
    repeat {
      let key = try scanner.key()
      if key == "vocab" {
        vocabulary = try scanner.vocabulary()
      } else if key == "merges" {
        try readMerges(&scanner)
      } else {
        settings.append(JSONValue.Member(key: key, value: try scanner.value()))
      }
    } while try scanner.next(before: "}")

    let model = JSONValue.object(settings)
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

  /// Merges are pairs `["a", "b"]` in files written since 2024 and strings `"a b"` before.
  private mutating func readMerges(_ scanner: inout JSONScanner) throws(TokenizerError) {
    merges = MergeEntries()
    guard try scanner.enter("[", "]") else { return }
    var text: [UInt8] = []
    repeat {
      text.removeAll(keepingCapacity: true)
      let isPair = scanner.peek() == UInt8(ascii: "[")
      let offset = scanner.position
      if isPair {
        try scanner.expect("[")
        try scanner.string(into: &text)
        let middle = text.count
        try scanner.expect(",")
        try scanner.string(into: &text)
        try scanner.expect("]")
        guard middle > 0, text.count > middle else {
          throw mergesFile.malformed(at: offset, "a merge with an empty piece")
        }
        try appendMerge(text[..<middle], text[middle...], at: offset)
      } else {
        try scanner.string(into: &text)
        try appendMerge(line: text[...], at: offset)
      }
    } while try scanner.next(before: "]")
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
