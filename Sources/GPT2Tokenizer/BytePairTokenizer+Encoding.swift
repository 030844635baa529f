extension BytePairTokenizer {
  /// The token ids of a text. Nothing is put before or after them.
  ///
  /// - Parameter allowSpecial: whether `<|endoftext|>` and other special tokens are recognised in
  ///   the text. By default they are read as the characters they consist of, as text that someone
  ///   else wrote must be.
  public func encode(_ text: String, allowSpecial: Bool = false) -> [Int32] {
    var ids: [Int32] = []
    var text = text
    text.withUTF8 { encode(utf8: $0, into: &ids, allowSpecial: allowSpecial) }
    return ids
  }

  /// Appends the token ids of a text to `ids`.
  ///
  /// - Parameter utf8: UTF-8. Bytes that are not are encoded too, and decoding gives them back.
  public func encode(
    utf8: UnsafeBufferPointer<UInt8>, into ids: inout [Int32], allowSpecial: Bool = false
  ) {
    let matcher = allowSpecial ? specialMatcher : plainMatcher
    var start = 0
    while !matcher.isEmpty, let match = matcher.firstMatch(in: utf8, from: start) {
      encodeWords(UnsafeBufferPointer(rebasing: utf8[start..<match.range.lowerBound]), into: &ids)
      ids.append(match.id)
      start = match.range.upperBound
    }
    encodeWords(UnsafeBufferPointer(rebasing: utf8[start...]), into: &ids)
  }

  /// Text between added tokens.
  private func encodeWords(_ text: UnsafeBufferPointer<UInt8>, into ids: inout [Int32]) {
    guard let first = text.first else { return }
    if addsPrefixSpace, first != UInt8(ascii: " ") {
      var prefixed = [UInt8(ascii: " ")]
      prefixed += text
      prefixed.withUnsafeBufferPointer { splitAndMerge($0, into: &ids) }
    } else {
      splitAndMerge(text, into: &ids)
    }
  }

  /// Safe: words lie inside the text, and slot numbers have as many bits as the cache has slots.
  private func splitAndMerge(_ text: UnsafeBufferPointer<UInt8>, into ids: inout [Int32]) {
    let scratchCount = 2 * MergeRules.View.longestScannedWord
    rules.view { rules in
      caches.withCache { slots in
        withUnsafeTemporaryAllocation(of: Int32.self, capacity: scratchCount) { scratch in
          scratch.initialize(repeating: 0)
          var splitter = WordSplitter(text)
          while let word = splitter.next() {
            let bytes = UnsafeBufferPointer(rebasing: text[word])
            guard word.count <= WordCache.longestWord else {
              rules.merge(bytes, scratch: scratch, into: &ids)
              continue
            }
            let key = WordCache.Key(word, of: text)
            let slot = key.slot
            if slots[slot].key == (key.low, key.high) {
              append(slots[slot].tokens, to: &ids)
              continue
            }
            let start = ids.count
            rules.merge(bytes, scratch: scratch, into: &ids)
            let count = ids.count - start
            if count <= WordCache.mostTokens {
              var tokens = SIMD4<Int32>(repeating: -1)
              for index in 0..<count { tokens[index] = ids[start + index] }
              slots[slot] = WordCache.Slot(key: (key.low, key.high), tokens: tokens)
            }
          }
        }
      }
    }
  }

  @inline(__always)
  private func append(_ tokens: SIMD4<Int32>, to ids: inout [Int32]) {
    ids.append(tokens[0])
    guard tokens[1] >= 0 else { return }
    ids.append(tokens[1])
    guard tokens[2] >= 0 else { return }
    ids.append(tokens[2])
    if tokens[3] >= 0 { ids.append(tokens[3]) }
  }
}
