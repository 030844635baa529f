/// What two messages must share to count as the same message.
public enum MessageNormalisation {
  /// A normalised message; keys are equal when their bytes are.
  public struct Key: Hashable, Sendable {
    public let bytes: [UInt8]
  }

  /// The text after HTML unescaping and lower-casing, with every digit as 0 and with everything
  /// removed that is no letter, number or underscore.
  ///
  /// Messages that differ in an amount, a telephone number, blanks, punctuation or emoji have equal
  /// keys. A text without a letter or number stands for itself, byte for byte.
  public static func key(_ text: String) -> Key {
    let unescaped = text.utf8.contains(UInt8(ascii: "&")) ? HTMLEntities.unescape(text) : text
    var bytes: [UInt8] = []
    bytes.reserveCapacity(unescaped.utf8.count)
    for scalar in unescaped.unicodeScalars {
      if scalar.isASCII {
        let byte = UInt8(scalar.value)
        if ASCII.isDigit(byte) {
          bytes.append(UInt8(ascii: "0"))
        } else if ASCII.isLetter(byte) {
          bytes.append(byte | 0x20)
        } else if byte == UInt8(ascii: "_") {
          bytes.append(byte)
        }
      } else if scalar.properties.generalCategory == .decimalNumber {
        bytes.append(UInt8(ascii: "0"))
      } else if scalar.properties.isAlphabetic || scalar.properties.numericType != nil {
        bytes.append(contentsOf: scalar.properties.lowercaseMapping.utf8)
      }
    }
    // Such a text cannot meet another's key: it holds none of the characters that keys are made of,
    // or an ampersand, which no key has.
    return Key(bytes: bytes.isEmpty ? Array(text.utf8) : bytes)
  }
}
