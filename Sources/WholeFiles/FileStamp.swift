#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

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
