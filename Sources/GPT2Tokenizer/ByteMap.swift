/// GPT-2's reversible map between the 256 bytes and printable code points, which lets tokens that
/// are no valid UTF-8 be written in text files.
///
/// The printable bytes 33-126, 161-172 and 174-255 stand for themselves; the other 68 become
/// U+0100, U+0101, ... in increasing order (space is U+0120, newline U+010A).
///
/// Source: `bytes_to_unicode` in openai/gpt-2, `src/encoder.py`.
enum ByteMap {
  /// The bytes in the order of their code points, which is the order of GPT-2's ids 0...255.
  static let alphabet: [UInt8] = {
    let printable = (0...255).filter(isPrintable)
    return (printable + (0...255).filter { !isPrintable($0) }).map(UInt8.init)
  }()

  /// The UTF-8 bytes (one or two) that spell each byte.
  private static let spellings: [[UInt8]] = {
    var next: UInt32 = 256
    return (0...255).map { byte in
      let value = isPrintable(byte) ? UInt32(byte) : next
      if !isPrintable(byte) { next += 1 }
      guard let scalar = Unicode.Scalar(value) else { return [] }
      return Array(String(Character(scalar)).utf8)
    }
  }()

  /// The byte of each code point up to the highest in use, -1 where there is none.
  private static let bytes: [Int16] = {
    var bytes = [Int16](repeating: -1, count: 324)
    for (index, byte) in alphabet.enumerated() {
      bytes[index < 188 ? Int(byte) : 256 + index - 188] = Int16(byte)
    }
    return bytes
  }()

  private static func isPrintable(_ byte: Int) -> Bool {
    (33...126).contains(byte) || (161...172).contains(byte) || (174...255).contains(byte)
  }

  /// Appends the spelling of `token`, as UTF-8.
  static func append(spellingOf token: some Sequence<UInt8>, to text: inout [UInt8]) {
    for byte in token { text.append(contentsOf: spellings[Int(byte)]) }
  }

  /// Appends the bytes that `spelling` (UTF-8) stands for.
  ///
  /// - Returns: false if a code point of the spelling stands for no byte; what was appended
  ///   before it stays.
  static func append(bytesOf spelling: ArraySlice<UInt8>, to token: inout [UInt8]) -> Bool {
    var index = spelling.startIndex
    while index < spelling.endIndex {
      let lead = spelling[index]
      var value = Int(lead)
      index += 1
      if lead >= 0x80 {
        // No code point in use needs more than two bytes.
        guard (0xC2...0xC5).contains(lead), index < spelling.endIndex,
          spelling[index] & 0xC0 == 0x80
        else { return false }
        value = Int(lead & 0x1F) << 6 | Int(spelling[index] & 0x3F)
        index += 1
      }
      guard value < bytes.count, bytes[value] >= 0 else { return false }
      token.append(UInt8(bytes[value]))
    }
    return true
  }
}
