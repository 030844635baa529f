#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A file held in memory, which knows how to name a place in itself.
struct SourceFile: Sendable {
  let path: String
  let bytes: [UInt8]

  /// - Throws: `TokenizerError.unreadableFile`, also for a directory.
  init(path: String) throws(TokenizerError) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .unreadableFile(path, reason: lastSystemError()) }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 18)
    while true {
      let count = read(descriptor, &chunk, chunk.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw .unreadableFile(path, reason: lastSystemError()) }
      if count == 0 { break }
      bytes += chunk[..<count]
    }
    self.path = path
    self.bytes = bytes
  }

  static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

  /// An error at byte `offset`.
  func malformed(at offset: Int, _ problem: String) -> TokenizerError {
    let line = 1 + bytes.prefix(offset).count { $0 == UInt8(ascii: "\n") }
    return .malformed(file: path, line: line, byte: offset, problem: problem)
  }
}

/// What `errno` says about the system call that has just failed.
func lastSystemError() -> String { String(cString: strerror(errno)) }
