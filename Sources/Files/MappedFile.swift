#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A whole file, mapped read-only into memory: opening costs microseconds whatever the size, and
/// processes that map the same file share its memory.
///
/// The bytes stay those of the file that was opened, also after it is deleted or replaced by
/// renaming, as `AtomicFile` does. A program that shortens the file in place takes the bytes away
/// from under their readers, who then die of SIGBUS; nothing in this package writes that way.
public final class MappedFile: Sendable {
  public let path: String
  public let stamp: FileStamp

  // Safe: mapped in `init`, never written through, unmapped only in `deinit`.
  private nonisolated(unsafe) let bytes: UnsafeRawBufferPointer

  /// Maps the ordinary file at `path`, which may be empty.
  ///
  /// - Throws: `FileError.system` or `.notAFile`.
  public init(path: String) throws(FileError) {
    let file = try OpenFile.reading(path)
    let stamp = FileStamp(file.status)
    var bytes = UnsafeRawBufferPointer(start: nil, count: 0)
    if stamp.byteCount > 0 {  // mmap refuses an empty range
      let address = mmap(nil, stamp.byteCount, PROT_READ, MAP_PRIVATE, file.descriptor, 0)
      guard let address, address != MAP_FAILED else {
        throw .system(file: path, operation: "map it into memory", code: errno)
      }
      bytes = UnsafeRawBufferPointer(start: address, count: stamp.byteCount)
    }
    self.path = path
    self.stamp = stamp
    self.bytes = bytes
  }

  deinit {
    if let address = bytes.baseAddress {
      munmap(UnsafeMutableRawPointer(mutating: address), bytes.count)
    }
  }

  public var byteCount: Int { bytes.count }

  /// Gives back the memory that the bytes take in this process. They stay readable; the next reader takes
  /// them from the system's cache, or from the disk.
  public func releaseMemory() {
    if let address = bytes.baseAddress {
      // Advice: where it is not taken nothing is lost.
      _ = madvise(UnsafeMutableRawPointer(mutating: address), bytes.count, MADV_DONTNEED)
    }
  }

  /// The bytes of the file, at a page boundary. They outlive `body` only as long as someone holds
  /// this object.
  public func withUnsafeBytes<R, E: Error>(
    _ body: (UnsafeRawBufferPointer) throws(E) -> R
  ) throws(E) -> R {
    defer { withExtendedLifetime(self) {} }
    return try body(bytes)
  }
}
