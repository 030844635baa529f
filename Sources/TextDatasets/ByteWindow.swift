/// The part of a file that is in memory: a window that slides over it, in constant memory however
/// long the file.
///
/// Bytes are numbered from the window's start. `fill` appends at the end, `consume` drops from the
/// front. Consumed bytes stay readable in `bytes` until the next `fill`, so a row's ranges hold
/// until the next row is asked for.
struct ByteWindow {
  private let file: InputFile
  private(set) var bytes: [UInt8] = []
  /// Where the window begins in `bytes`.
  private(set) var start = 0
  /// Where the window begins in the file.
  private(set) var startOffset = 0
  private var chunk = [UInt8](repeating: 0, count: 1 << 18)
  private var isAtEnd = false

  init(_ file: InputFile) {
    self.file = file
  }

  var path: String { file.name }

  /// The number of bytes from the window's start that are in memory.
  var count: Int { bytes.count - start }

  subscript(index: Int) -> UInt8 { bytes[start + index] }

  /// Reads on. False at the end of the file.
  mutating func fill() throws(DatasetError) -> Bool {
    guard !isAtEnd else { return false }
    let received = try file.readChunk(into: &chunk)
    guard received > 0 else {
      isAtEnd = true
      return false
    }
    if start > 0 {
      bytes.removeSubrange(..<start)
      start = 0
    }
    bytes.append(contentsOf: chunk[..<received])
    return true
  }

  /// Moves the window's start forward by `length`, at most `count`, bytes.
  mutating func consume(_ length: Int) {
    start += length
    startOffset += length
  }

  /// Where in the file the byte at `index` of `bytes` lies, counted from 0.
  func fileOffset(of index: Int) -> Int { startOffset - start + index }

  /// Drops UTF-8's byte-order mark.
  ///
  /// - Throws: `DatasetError.utf16`, `.utf8MarkInLatin1`, `.compressed` by the first bytes, and
  ///   what reading throws.
  mutating func skipByteOrderMark(encoding: TextEncoding) throws(DatasetError) {
    // A finished line is enough to tell, and all that a person has typed so far.
    while count < 4, bytes.last != ASCII.lineFeed, try fill() {}
    let head = bytes.prefix(4)
    if head.starts(with: [0xFF, 0xFE]) || head.starts(with: [0xFE, 0xFF]) {
      throw .utf16(path: path)
    }
    if head.starts(with: [0x1F, 0x8B]) || head.starts(with: [0x50, 0x4B, 0x03, 0x04]) {
      throw .compressed(path: path)
    }
    if head.starts(with: [0xEF, 0xBB, 0xBF]) {
      guard encoding == .utf8 else { throw .utf8MarkInLatin1(path: path) }
      consume(3)
    }
  }

  /// The next line without its line end (LF or CRLF), consumed; nil at the end of the file.
  ///
  /// A line of more than `limit` bytes is passed over without being held in memory.
  mutating func takeLine(limit: Int) throws(DatasetError) -> Line? {
    var length = 0
    var isTooLong = false
    while true {
      if let end = bytes[(start + length)...].firstIndex(of: ASCII.lineFeed) {
        length = end - start
        defer { consume(length + 1) }
        return line(length: length, isTooLong: isTooLong || length > limit)
      }
      length = count
      if length > limit {
        isTooLong = true
        consume(length)
        length = 0
      }
      guard try fill() else {
        defer { consume(length) }
        return length > 0 || isTooLong ? line(length: length, isTooLong: isTooLong) : nil
      }
    }
  }

  private func line(length: Int, isTooLong: Bool) -> Line {
    let hasReturn = length > 0 && self[length - 1] == ASCII.carriageReturn
    return Line(
      range: start..<(start + length - (hasReturn ? 1 : 0)), isTooLong: isTooLong)
  }

  /// A line as a range of `bytes`.
  struct Line {
    let range: Range<Int>
    let isTooLong: Bool
  }

  /// The first line that is not blank, without its line end; nothing is consumed. A line that does
  /// not end within the first `limit` bytes is cut there.
  mutating func peekLine(limit: Int) throws(DatasetError) -> [UInt8] {
    var begin = 0
    var index = 0
    var isBlank = true
    while index < limit {
      if index == count, try !fill() { break }
      let byte = self[index]
      if byte == ASCII.lineFeed {
        guard isBlank else { break }
        begin = index + 1
      } else if !ASCII.isBlank(byte) {
        isBlank = false
      }
      index += 1
    }
    var line = Array(bytes[(start + begin)..<(start + index)])
    if line.last == ASCII.carriageReturn { line.removeLast() }
    return line
  }

  /// What `InputFile.digest` is now.
  var digest: String { file.digest }
}
