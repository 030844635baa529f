import Files
import StrictJSON

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
    do {
      bytes = try MappedFile(path: path).withUnsafeBytes { Array($0) }
    } catch {
      throw .unreadableFile(path, reason: error.reason)
    }
    self.path = path
  }

  static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

  /// What `read` takes from the file, which must be one JSON value as a whole.
  func json<Value>(
    _ read: (inout JSONScanner) throws(JSONError) -> Value
  ) throws(TokenizerError) -> Value {
    var scanner = JSONScanner(bytes)
    do {
      let value = try read(&scanner)
      try scanner.expectEnd()
      return value
    } catch {
      throw malformed(error)
    }
  }

  /// An error at byte `offset`.
  func malformed(at offset: Int, _ problem: String) -> TokenizerError {
    let line = 1 + bytes.prefix(offset).count { $0 == UInt8(ascii: "\n") }
    return .malformed(file: path, line: line, byte: offset, problem: problem)
  }

  private func malformed(_ error: JSONError) -> TokenizerError {
    switch error.expected {
    case .digit:
      malformed(at: error.start, "\(quoted(bytes[error.start..<error.position])) is no number")
    case .wholeNumberUpTo:
      malformed(at: error.start, "the number is too large; ids are below 2^31")
    case .surrogatePair:
      malformed(at: error.start, "half of a surrogate pair, which is no character")
    case .nesting(let limit):
      malformed(at: error.position, "values nested deeper than \(limit)")
    case .word: unexpected(at: error.start, "a value")
    case .key, .string: unexpected(at: error.position, "a string")
    case .escape:
      unexpected(at: error.position, "one of the escapes \\\" \\\\ \\/ \\b \\f \\n \\r \\t \\u")
    case .end: unexpected(at: error.position, "the end of the file")
    default: unexpected(at: error.position, "\(error.expected)")
    }
  }

  private func unexpected(at offset: Int, _ expected: String) -> TokenizerError {
    let found = offset < bytes.count ? quoted(bytes[offset...].prefix(1)) : "the end of the file"
    return malformed(at: offset, "expected \(expected), found \(found)")
  }
}
