import StrictJSON

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
