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

/// Size and modification time of a file: cheap evidence that it has not changed since its
/// `FileDigest` was computed. Evidence, not proof: a program can restore both.
public struct FileStamp: Hashable, Sendable, Codable {
  public let byteCount: Int
  /// Since 1970-01-01T00:00:00Z.
  public let modificationNanoseconds: Int64

  public init(byteCount: Int, modificationNanoseconds: Int64) {
    self.byteCount = byteCount
    self.modificationNanoseconds = modificationNanoseconds
  }

  /// The stamp of the ordinary file at `path`, links followed.
  public static func of(path: String) throws(FileError) -> FileStamp {
    FileStamp(try OpenFile.reading(path).status)
  }

  init(_ status: stat) {
    #if canImport(Darwin)
      let time = status.st_mtimespec
    #else
      let time = status.st_mtim
    #endif
    byteCount = Int(status.st_size)
    // Wraps for absurd times, which a file can carry: stamps are only compared for equality.
    modificationNanoseconds = Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec)
  }
}
