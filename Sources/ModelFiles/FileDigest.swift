import Crypto

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// What a file holds, by size and SHA-256 (FIPS 180-4).
public struct FileDigest: Hashable, Sendable, Codable {
  /// 64 lower-case hexadecimal digits.
  public let sha256: String
  public let byteCount: Int

  public init(sha256: String, byteCount: Int) {
    self.sha256 = sha256
    self.byteCount = byteCount
  }

  init(_ hash: SHA256, byteCount: Int) {
    let digits = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    text.reserveCapacity(2 * SHA256.byteCount)
    for byte in hash.finalize() {
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 15)])
    }
    self.init(sha256: String(decoding: text, as: UTF8.self), byteCount: byteCount)
  }

  /// Reads the whole file at `path`, one piece at a time.
  public static func of(path: String) throws(ModelFileError) -> FileDigest {
    let file = try OpenFile.reading(path)
    let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 64)
    defer { piece.deallocate() }
    var hash = SHA256()
    var byteCount = 0
    while true {
      let count = read(file.descriptor, piece.baseAddress, piece.count)
      if count == 0 { return FileDigest(hash, byteCount: byteCount) }
      guard count > 0 else {
        if errno == EINTR { continue }
        throw .system(file: path, operation: "read it", code: errno)
      }
      // Safe: read() filled the first `count` bytes of `piece`.
      hash.update(bufferPointer: UnsafeRawBufferPointer(rebasing: piece[..<count]))
      byteCount += count
    }
  }
}
