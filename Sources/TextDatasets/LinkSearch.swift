/// Looks for signs of a web address: "http://", "https://", "www.", or a common ending of a domain
/// with a letter or digit before it and none after it, in capitals or not.
package enum LinkSearch {
  static func findsLink(in text: String) -> Bool {
    let bytes = lowered(text)
    return bytes.indices.contains { isSign(at: $0, in: bytes) }
  }

  /// Where the links of a text lie in its UTF-8, ascending: around each sign the longest run of visible
  /// ASCII characters. Without those bytes no link is found in the text.
  package static func links(in text: String) -> [Range<Int>] {
    let bytes = lowered(text)
    var links: [Range<Int>] = []
    for place in bytes.indices where isSign(at: place, in: bytes) {
      if let last = links.last, last.contains(place) { continue }
      let begin = bytes[..<place].lastIndex { !isVisible($0) }.map { $0 + 1 } ?? 0
      let end = bytes[place...].firstIndex { !isVisible($0) } ?? bytes.endIndex
      links.append(begin..<end)
    }
    return links
  }

  private static func lowered(_ text: String) -> [UInt8] {
    text.utf8.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
  }

  private static func isSign(at place: Int, in bytes: [UInt8]) -> Bool {
    switch bytes[place] {
    case UInt8(ascii: "h"), UInt8(ascii: "w"):
      beginnings.contains(where: bytes[place...].starts(with:))
    case UInt8(ascii: "."):
      place > 0 && isWordLike(bytes[place - 1]) && beginsWithEnding(bytes[place...])
    default: false
    }
  }

  private static let beginnings = ["http://", "https://", "www."].map { Array($0.utf8) }
  private static let endings = [".com", ".net", ".org", ".info", ".biz", ".co.uk"]
    .map { Array($0.utf8) }

  private static func beginsWithEnding(_ rest: ArraySlice<UInt8>) -> Bool {
    endings.contains { ending in
      guard rest.starts(with: ending) else { return false }
      return rest.dropFirst(ending.count).first.map { !isWordLike($0) } ?? true
    }
  }

  /// A letter, a digit, or a part of a character beyond ASCII.
  private static func isWordLike(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x61...0x7A, 0x80...: true
    default: false
    }
  }

  private static func isVisible(_ byte: UInt8) -> Bool { (0x21...0x7E).contains(byte) }
}
