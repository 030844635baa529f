import Crypto
import Foundation

/// SHA-256 of a text's UTF-8 bytes: names a message where the message itself must not appear.
enum TextDigest {
  static func sha256(_ text: String) -> String {
    SHA256.hash(data: Data(text.utf8)).map { byte in
      let digits = String(byte, radix: 16)
      return byte < 16 ? "0" + digits : digits
    }.joined()
  }
}
