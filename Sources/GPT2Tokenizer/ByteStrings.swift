/// A list of byte strings laid end to end in one buffer.
struct ByteStrings: Sendable {
  /// All strings, one after another. Bytes appended here belong to the string that the next
  /// `close()` completes.
  var bytes: [UInt8] = []
  private var ends: [Int] = []

  var count: Int { ends.count }

  /// Where string `index` lies in `bytes`.
  func range(_ index: Int) -> Range<Int> {
    (index == 0 ? 0 : ends[index - 1])..<ends[index]
  }

  subscript(index: Int) -> ArraySlice<UInt8> { bytes[range(index)] }

  mutating func close() { ends.append(bytes.count) }

  mutating func append(_ string: some Sequence<UInt8>) {
    bytes.append(contentsOf: string)
    close()
  }
}

/// A byte string between quotes, shortened and escaped so that it fits in an error's sentence.
func quoted(_ bytes: some Collection<UInt8>) -> String {
  let limit = 40
  let text = String(decoding: bytes.prefix(limit), as: UTF8.self)
  return text.debugDescription + (bytes.count > limit ? "..." : "")
}
