#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The system call, which `AtomicFile.write` would hide.
private let systemWrite = write

/// Writing that replaces a file as a whole or not at all.
enum AtomicFile {
  /// Writes a temporary file in the same directory, flushes it to the disk and renames it.
  static func write(_ bytes: [UInt8], to path: String) throws(TokenizerError) {
    let temporary = "\(path).\(UInt32.random(in: 0 ... .max)).tmp"
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw .unwritableFile(path, reason: lastSystemError()) }
    var isWritten = writeAll(bytes, to: descriptor) && fsync(descriptor) == 0
    var reason = isWritten ? "" : lastSystemError()
    if close(descriptor) != 0, isWritten {
      isWritten = false
      reason = lastSystemError()
    }
    if isWritten, rename(temporary, path) != 0 {
      isWritten = false
      reason = lastSystemError()
    }
    guard isWritten else {
      unlink(temporary)
      throw .unwritableFile(path, reason: reason)
    }
  }

  /// Makes the directory if it is missing.
  static func createDirectory(_ path: String) throws(TokenizerError) {
    if mkdir(path, 0o755) != 0, errno != EEXIST {
      throw .unwritableFile(path, reason: lastSystemError())
    }
  }

  /// Flushes renames in the directory to the disk.
  static func synchronizeDirectory(_ path: String) throws(TokenizerError) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .unwritableFile(path, reason: lastSystemError()) }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else { throw .unwritableFile(path, reason: lastSystemError()) }
  }

  private static func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
    bytes.withUnsafeBytes { buffer in
      var written = 0
      while written < buffer.count {
        let rest = UnsafeRawBufferPointer(rebasing: buffer[written...])
        let count = systemWrite(descriptor, rest.baseAddress, rest.count)
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { return false }
        written += count
      }
      return true
    }
  }
}
