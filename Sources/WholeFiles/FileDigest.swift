import Digests

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

  /// Reads the whole file at `path`, one piece at a time.
  public static func of(path: String) throws(FileError) -> FileDigest {
    let file = try OpenFile.reading(path)
    let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 64)
    defer { piece.deallocate() }
    var sum = SHA256Sum()
    var byteCount = 0
    while true {
      let count = read(file.descriptor, piece.baseAddress, piece.count)
      if count == 0 { return FileDigest(sha256: sum.hexadecimal, byteCount: byteCount) }
      guard count > 0 else {
        if errno == EINTR { continue }
        throw .system(file: path, operation: "read it", code: errno)
      }
      // Safe: read() filled the first `count` bytes of `piece`.
      sum.update(UnsafeRawBufferPointer(rebasing: piece[..<count]))
      byteCount += count
    }
  }
}
