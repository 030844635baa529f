extension BytePairTokenizer {
  /// The text of token ids. Bytes that are not valid UTF-8 become U+FFFD, one for each maximal
  /// part of an ill-formed sequence (Unicode 16, section 3.9).
  ///
  /// - Throws: `TokenizerError.unknownToken`.
  public func decode(_ ids: some Sequence<Int32>) throws(TokenizerError) -> String {
    String(decoding: try decodeBytes(ids), as: UTF8.self)
  }

  /// The bytes of token ids, exactly those that were encoded.
  ///
  /// - Throws: `TokenizerError.unknownToken`.
  public func decodeBytes(_ ids: some Sequence<Int32>) throws(TokenizerError) -> [UInt8] {
    var bytes: [UInt8] = []
    for id in ids {
      guard id >= 0, Int(id) < tokens.count else {
        throw .unknownToken(id, vocabularySize: tokens.count)
      }
      bytes += tokens[Int(id)]
    }
    return bytes
  }
}
