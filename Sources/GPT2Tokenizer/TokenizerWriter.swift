import StrictJSON

/// The contents of a tokenizer's files, in the format and layout of Hugging Face's `tokenizers`.
struct TokenizerWriter {
  private let tokenizer: BytePairTokenizer
  private let contentOfAdded: [Int32: [UInt8]]
  private var output: [UInt8] = []

  init(_ tokenizer: BytePairTokenizer) {
    self.tokenizer = tokenizer
    contentOfAdded = Dictionary(
      tokenizer.addedTokens.map { ($0.id, $0.content) }, uniquingKeysWith: { first, _ in first })
  }

  /// The model's tokens and ids in one object on one line.
  mutating func vocabularyJSON() -> [UInt8] {
    output = Array("{".utf8)
    for id in 0..<tokenizer.modelTokenCount {
      if id > 0 { write(",") }
      writeString(spelling(of: id))
      write(":\(id)")
    }
    write("}")
    return output
  }

  mutating func mergesText() -> [UInt8] {
    output = Array("#version: 0.2\n".utf8)
    for merge in tokenizer.merges {
      output += spelling(of: Int(merge.left))
      write(" ")
      output += spelling(of: Int(merge.right))
      write("\n")
    }
    return output
  }

  mutating func addedTokensJSON() -> [UInt8] {
    output = []
    let tokens = tokenizer.addedTokens.filter { Int($0.id) >= tokenizer.modelTokenCount }
    writeList("{", tokens, "}", indentation: 0) { writer, token in
      writer.writeString(token.content)
      writer.write(": \(token.id)")
    }
    write("\n")
    return output
  }

  mutating func configurationJSON(maximumLength: Int) -> [UInt8] {
    let endOfText = tokenizer.endOfText == nil ? "null" : "\"<|endoftext|>\""
    return Array(
      """
      {
        "add_prefix_space": \(tokenizer.addsPrefixSpace),
        "bos_token": \(endOfText),
        "eos_token": \(endOfText),
        "model_max_length": \(maximumLength),
        "pad_token": \(endOfText),
        "padding_side": "right",
        "tokenizer_class": "GPT2Tokenizer",
        "unk_token": \(endOfText)
      }

      """.utf8)
  }

  mutating func tokenizerJSON() -> [UInt8] {
    output = []
    write(
      """
      {
        "version": "1.0",
        "truncation": null,
        "padding": null,
        "added_tokens": 
      """)
    writeList("[", tokenizer.addedTokens.sorted { $0.id < $1.id }, "]", indentation: 2) {
      writer, token in
      writer.write("{\n      \"id\": \(token.id),\n      \"content\": ")
      writer.writeString(token.content)
      for field in ["single_word", "lstrip", "rstrip", "normalized"] {
        writer.write(",\n      \"\(field)\": false")
      }
      writer.write(",\n      \"special\": \(token.isSpecial)\n    }")
    }
    write(",\n  \"normalizer\": null")
    writeByteLevel("pre_tokenizer", addsPrefixSpace: tokenizer.addsPrefixSpace, trimsOffsets: true)
    writeByteLevel("post_processor", addsPrefixSpace: true, trimsOffsets: false)
    writeByteLevel("decoder", addsPrefixSpace: true, trimsOffsets: true)
    write(
      """
      ,
        "model": {
          "type": "BPE",
          "dropout": null,
          "unk_token": null,
          "continuing_subword_prefix": "",
          "end_of_word_suffix": "",
          "fuse_unk": false,
          "byte_fallback": false,
          "ignore_merges": false,
          "vocab": 
      """)
    writeList("{", 0..<tokenizer.modelTokenCount, "}", indentation: 4) { writer, id in
      writer.writeString(writer.spelling(of: id))
      writer.write(": \(id)")
    }
    write(",\n    \"merges\": ")
    writeList("[", tokenizer.merges, "]", indentation: 4) { writer, merge in
      writer.writeList("[", [merge.left, merge.right], "]", indentation: 6) { writer, id in
        writer.writeString(writer.spelling(of: Int(id)))
      }
    }
    write("\n  }\n}")
    return output
  }

  private mutating func writeByteLevel(
    _ key: String, addsPrefixSpace: Bool, trimsOffsets: Bool
  ) {
    write(
      """
      ,
        "\(key)": {
          "type": "ByteLevel",
          "add_prefix_space": \(addsPrefixSpace),
          "trim_offsets": \(trimsOffsets),
          "use_regex": true
        }
      """)
  }

  /// One element on each line, two spaces further in than the brackets.
  private mutating func writeList<Elements: Collection>(
    _ open: String, _ elements: Elements, _ close: String, indentation: Int,
    writeElement: (inout TokenizerWriter, Elements.Element) -> Void
  ) {
    write(open)
    var separator = "\n"
    for element in elements {
      write(separator)
      output.append(contentsOf: repeatElement(0x20, count: indentation + 2))
      writeElement(&self, element)
      separator = ",\n"
    }
    if !elements.isEmpty {
      write("\n")
      output.append(contentsOf: repeatElement(0x20, count: indentation))
    }
    write(close)
  }

  /// Added tokens stand in the vocabulary as their plain text, all others in `ByteMap`'s spelling.
  private func spelling(of id: Int) -> [UInt8] {
    if let content = contentOfAdded[Int32(id)] { return content }
    var spelling: [UInt8] = []
    ByteMap.append(spellingOf: tokenizer.tokens[id], to: &spelling)
    return spelling
  }

  private mutating func write(_ text: String) { output += text.utf8 }

  private mutating func writeString(_ text: [UInt8]) { JSONString.quote(text, into: &output) }
}
