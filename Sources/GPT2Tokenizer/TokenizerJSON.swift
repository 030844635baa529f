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
