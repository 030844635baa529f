import Crypto

/// SHA-256 (FIPS 180-4) of bytes that may come in pieces, as a text.
package struct SHA256Sum {
  private var hash = SHA256()

  package init() {}

  /// The sum of a text's UTF-8 bytes.
  package static func of(_ text: String) -> String {
    var sum = SHA256Sum()
    sum.update(Array(text.utf8)[...])
    return sum.hexadecimal
  }

  /// The sum of some bytes.
  package static func of(_ bytes: UnsafeRawBufferPointer) -> String {
    var sum = SHA256Sum()
    sum.update(bytes)
    return sum.hexadecimal
  }

  /// One sum for several files in order: of one its own, of more the sum of their sums, a line each.
  package static func joining(_ sums: [String]) -> String {
    sums.count == 1 ? sums[0] : of(sums.joined(separator: "\n"))
  }

  package mutating func update(_ bytes: UnsafeRawBufferPointer) {
    hash.update(bufferPointer: bytes)
  }

  package mutating func update(_ bytes: ArraySlice<UInt8>) {
    bytes.withUnsafeBytes { hash.update(bufferPointer: $0) }
  }

  /// The sum of all bytes so far, as 64 lower-case digits.
  package var hexadecimal: String {
    let digits = Array("0123456789abcdef".utf8)
    return String(
      decoding: hash.finalize().flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] },
      as: UTF8.self)
  }
}
