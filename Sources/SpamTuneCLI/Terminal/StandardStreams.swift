import Files
import Foundation

/// Where results go. Every piece is handed over at once, so that a program at the other end of a
/// pipe has an answer as soon as it is there.
enum StandardOutput {
  /// - Throws: `OutputError`: the place where the output goes takes no more.
  static func write(_ text: String) throws(OutputError) {
    if let code = writeAll(text, to: STDOUT_FILENO) { throw OutputError(code: code) }
  }

  /// Writes a line.
  static func print(_ line: String) throws(OutputError) {
    try write(line + "\n")
  }
}

/// Where progress, notes and errors go. That nobody can read them is no reason to stop.
enum StandardError {
  static func write(_ text: String) {
    _ = writeAll(text, to: STDERR_FILENO)
  }
}

/// Results that could not be written.
struct OutputError: ReportableError {
  /// `errno` of the write.
  let code: Int32

  /// Whether the reader of the output has gone away, which is its way of saying that it has enough.
  var isClosedPipe: Bool { code == EPIPE }

  var exitClass: ExitClass { .failure }

  var description: String {
    "standard output: cannot write: \(String(cString: strerror(code))). "
      + "Send it to another place and try again."
  }
}

/// Prints a value as one line of JSON with sorted keys.
func printJSON(_ value: some Encodable) throws {
  try StandardOutput.print(ResultJSON.text(value))
}

/// Writes a line to standard error.
func note(_ line: String) {
  StandardError.write(line + "\n")
}

/// - Returns: `errno` when not everything could be written.
private func writeAll(_ text: String, to descriptor: Int32) -> Int32? {
  var text = text
  return text.withUTF8 { bytes in
    var rest = UnsafeRawBufferPointer(bytes)
    while !rest.isEmpty {
      // Safe: the pointer stays within `bytes`, which outlives the call.
      let count = write(descriptor, rest.baseAddress, rest.count)
      if count < 0, errno != EINTR { return errno }
      rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(max(0, count)))
    }
    return nil
  }
}
