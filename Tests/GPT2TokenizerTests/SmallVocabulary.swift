import GPT2Tokenizer

/// GPT-2's kind of vocabulary with a handful of merges, and its files in every layout.
enum SmallVocabulary {
  static let merges: [(String, String)] = [
    ("Ġ", "t"), ("h", "e"), ("Ġt", "he"), ("i", "n"), ("in", "g"), ("a", "a"), ("aa", "aa"),
    ("1", "0"), ("Ã", "©"), ("e", "Ì"), ("eÌ", "ģ"), ("'", "s"), ("Ġ", "Ġ"), ("<", "|"),
  ]

  /// The byte map written out again, from its definition.
  static let byteSpellings: [String] = {
    let printable = Array(33...126) + Array(161...172) + Array(174...255)
    var spellings = [String](repeating: "", count: 256)
    for byte in printable { spellings[byte] = String(Unicode.Scalar(UInt8(byte))) }
    var next: UInt32 = 256
    for byte in 0..<256 where spellings[byte].isEmpty {
      spellings[byte] = Unicode.Scalar(next).map { String(Character($0)) } ?? ""
      next += 1
    }
    return spellings
  }()

  /// Spelled tokens in order of id: 256 bytes, the merges, `<|endoftext|>`.
  static let tokens =
    byteSpellings.sorted { $0.unicodeScalars.lexicographicallyPrecedes($1.unicodeScalars) }
    + merges.map { $0.0 + $0.1 } + ["<|endoftext|>"]

  static let endOfText = Int32(tokens.count - 1)

  static func bytes(_ spelled: String) -> [UInt8] {
    spelled.unicodeScalars.map { scalar in
      UInt8(byteSpellings.firstIndex { $0.unicodeScalars.elementsEqual([scalar]) } ?? 0)
    }
  }

  static func id(_ spelled: String) -> Int32 {
    Int32(tokens.firstIndex { $0.utf8.elementsEqual(spelled.utf8) } ?? -1)
  }

  static func tokenizer() throws -> BytePairTokenizer {
    try BytePairTokenizer(
      vocabulary: tokens.map(bytes),
      merges: merges.map { MergeRule(left: id($0.0), right: id($0.1)) })
  }

  /// One token a line, so that errors have line numbers: token n stands in line n + 2.
  static func vocabularyJSON(
    _ tokens: [String] = tokens, escaped: Bool = false
  ) -> String {
    let members = tokens.enumerated().map { "\(json($1, escaped: escaped)): \($0)" }
    return "{\n" + members.joined(separator: ",\n") + "\n}"
  }

  static func mergesText(_ merges: [(String, String)] = merges) -> String {
    "#version: 0.2\n" + merges.map { "\($0.0) \($0.1)\n" }.joined()
  }

  static func tokenizerJSON(
    mergesAsPairs: Bool = true, addedTokens: String? = nil, normalizer: String = "null",
    preTokenizer: String = #"{"type": "ByteLevel", "add_prefix_space": false}"#,
    postProcessor: String = "null", model: String = #""type": "BPE", "dropout": null"#
  ) -> String {
    let merges = Self.merges.map {
      mergesAsPairs ? "[\(json($0.0)), \(json($0.1))]" : json("\($0.0) \($0.1)")
    }
    let added =
      addedTokens ?? #"{"id": \#(endOfText), "content": "<|endoftext|>", "special": true}"#
    return """
      {"version": "1.0", "truncation": null, "added_tokens": [\(added)],
       "normalizer": \(normalizer), "pre_tokenizer": \(preTokenizer),
       "post_processor": \(postProcessor), "decoder": {"type": "ByteLevel"},
       "model": {\(model), "merges": [\(merges.joined(separator: ", "))],
       "vocab": \(vocabularyJSON())}}
      """
  }

  static func json(_ text: String, escaped: Bool = false) -> String {
    var json = "\""
    for scalar in text.unicodeScalars {
      if scalar == "\"" || scalar == "\\" {
        json += "\\\(scalar)"
      } else if escaped, !scalar.isASCII {
        let digits = String(scalar.value, radix: 16)
        json += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      } else {
        json.unicodeScalars.append(scalar)
      }
    }
    return json + "\""
  }
}
