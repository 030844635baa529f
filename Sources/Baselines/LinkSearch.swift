/// Looks for signs of a web address: "http://", "https://", "www.", or a common ending of a domain
/// with a letter or digit before it and none after it, in capitals or not.
enum LinkSearch {
  static func findsLink(in text: String) -> Bool {
    let bytes = text.utf8.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
    for (place, byte) in bytes.enumerated() {
      switch byte {
      case UInt8(ascii: "h"), UInt8(ascii: "w"):
        if beginnings.contains(where: bytes[place...].starts(with:)) { return true }
      case UInt8(ascii: "."):
        if place > 0, isWordLike(bytes[place - 1]), beginsWithEnding(bytes[place...]) {
          return true
        }
      default: break
      }
    }
    return false
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
}
