#if canImport(CryptoKit)
  import CryptoKit
#else
  import COpenSSL
#endif

/// SHA-256 (FIPS 180-4) of bytes that may come in pieces, as text.
///
/// The system computes it: CryptoKit on Apple systems, OpenSSL's libcrypto elsewhere, both with the
/// processor's own instructions where it has them (`openssl speed -evp sha256` says 1.4 GB/s for one core of
/// an AMD EPYC). A sum belongs to one thread at a time, and any number of threads may have sums of their
/// own.
package struct SHA256Sum: ~Copyable {
  private var hash = SystemSHA256()

  package init() {}

  /// The sum of a text's UTF-8 bytes.
  package static func of(_ text: String) -> String {
    var text = text
    return text.withUTF8 { of(UnsafeRawBufferPointer($0)) }
  }

  /// The sum of some bytes.
  package static func of(_ bytes: UnsafeRawBufferPointer) -> String {
    var sum = SHA256Sum()
    sum.update(bytes)
    return sum.hexadecimal
  }

  /// One sum for several files in order: of one file its own, of more the sum of their sums, a line
  /// each.
  package static func joining(_ sums: [String]) -> String {
    sums.count == 1 ? sums[0] : of(sums.joined(separator: "\n"))
  }

  package mutating func update(_ bytes: UnsafeRawBufferPointer) {
    hash.update(bufferPointer: bytes)
  }

  package mutating func update(_ bytes: ArraySlice<UInt8>) {
    bytes.withUnsafeBytes { hash.update(bufferPointer: $0) }
  }

  /// The sum of all bytes so far, as 64 lower-case digits. More bytes may follow.
  package var hexadecimal: String {
    let digits = Array("0123456789abcdef".utf8)
    return String(
      decoding: hash.finalize().flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] },
      as: UTF8.self)
  }
}

#if canImport(CryptoKit)
  private typealias SystemSHA256 = SHA256
#else
  /// What CryptoKit calls `SHA256`, from libcrypto.
  ///
  /// Its functions fail where memory cannot be had and nowhere else in this use, so a failure traps as
  /// Swift's own allocations do.
  private final class SystemSHA256 {
    /// Looked up once: OpenSSL 3 otherwise searches its providers for every sum.
    // Safe: never written after it is made; libcrypto lets threads share it.
    private nonisolated(unsafe) static let algorithm = EVP_MD_fetch(nil, "SHA2-256", nil)

    private let context: OpaquePointer

    init() {
      guard let context = EVP_MD_CTX_new() else {
        preconditionFailure("libcrypto has no memory for a digest.")
      }
      self.context = context
      Self.check(EVP_DigestInit_ex2(context, Self.algorithm, nil))
    }

    deinit { EVP_MD_CTX_free(context) }

    func update(bufferPointer bytes: UnsafeRawBufferPointer) {
      // Safe: reads `bytes.count` bytes, none where the buffer is empty and has no address.
      Self.check(EVP_DigestUpdate(context, bytes.baseAddress, bytes.count))
    }

    /// The 32 bytes of the sum; the context itself goes on.
    func finalize() -> [UInt8] {
      let end = SystemSHA256()
      Self.check(EVP_MD_CTX_copy_ex(end.context, context))
      // Safe: SHA-256 writes 32 bytes.
      return [UInt8](unsafeUninitializedCapacity: 32) { bytes, count in
        Self.check(EVP_DigestFinal_ex(end.context, bytes.baseAddress, nil))
        count = 32
      }
    }

    private static func check(_ result: Int32) {
      precondition(result == 1, "libcrypto could not compute SHA-256.")
    }
  }
#endif
