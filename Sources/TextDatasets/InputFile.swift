import Files

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// An open file descriptor that is read front to back.
///
/// POSIX `read` and not `FileHandle`, because a pipe must give what it has as soon as it has it: a
/// person who types a message wants its answer before the end of the input.
final class InputFile {
  /// What errors call the file: its path, or "standard input".
  let name: String
  private let descriptor: Int32
  private let closesWhenDone: Bool
  private var sum: SHA256Sum?

  /// - Parameter hashes: Whether `digest` will be asked for.
  /// - Throws: `DatasetError.cannotOpen`, `.isDirectory`.
  init(path: String, hashes: Bool = false) throws(DatasetError) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw .cannotOpen(path: path, reason: Self.reason(errno))
    }
    self.name = path
    self.descriptor = descriptor
    closesWhenDone = true
    sum = hashes ? SHA256Sum() : nil
    var status = stat()
    if fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFDIR {
      throw .isDirectory(path: path)
    }
  }

  /// Takes a descriptor that stays open when this object goes.
  init(descriptor: Int32, name: String) {
    self.name = name
    self.descriptor = descriptor
    closesWhenDone = false
    sum = nil
  }

  deinit {
    if closesWhenDone { _ = close(descriptor) }
  }

  /// Overwrites the front of `chunk` with the next bytes.
  ///
  /// - Returns: How many bytes came, at most `chunk.count`; 0 at the end of the file.
  /// - Throws: `DatasetError.readFailed`.
  func readChunk(into chunk: inout [UInt8]) throws(DatasetError) -> Int {
    while true {
      let count = read(descriptor, &chunk, chunk.count)
      if count >= 0 {
        sum?.update(chunk[..<count])
        return count
      }
      let code = errno
      guard code == EINTR else { throw .readFailed(path: name, reason: Self.reason(code)) }
    }
  }

  /// SHA-256 of every byte read so far, in lower-case hexadecimal; empty unless asked for at first.
  var digest: String { sum?.hexadecimal ?? "" }

  private static func reason(_ code: Int32) -> String { String(cString: strerror(code)) }
}
