#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Where the contents of a file being written go: collects small pieces, hashes and counts.
public struct FileSink: ~Copyable {
  /// Bytes given so far.
  public private(set) var byteCount = 0

  private let descriptor: Int32
  private let path: String
  private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 64)
  private var buffered = 0
  private var sum = SHA256Sum()
  private var failure: FileError?

  init(descriptor: Int32, path: String) {
    self.descriptor = descriptor
    self.path = path
  }

  deinit {
    buffer.deallocate()
  }

  /// - Throws: `FileError.system`. After that the file is lost, also for a caller who
  ///   ignores the error.
  public mutating func write(_ bytes: UnsafeRawBufferPointer) throws(FileError) {
    guard bytes.count > buffer.count - buffered else {
      append(bytes)
      return
    }
    try flush()
    if bytes.count < buffer.count {
      append(bytes)
    } else {
      sum.update(bytes)
      byteCount += bytes.count
      try send(bytes)
    }
  }

  /// - Throws: as `write(_:)` of a buffer.
  public mutating func write(_ bytes: [UInt8]) throws(FileError) {
    try bytes.withUnsafeBufferPointer { (buffer) throws(FileError) in
      try write(UnsafeRawBufferPointer(buffer))
    }
  }

  /// Writes the UTF-8 of `text`, and no line break after it.
  ///
  /// - Throws: as `write(_:)` of a buffer.
  public mutating func write(_ text: String) throws(FileError) {
    try write(Array(text.utf8))
  }

  /// Makes sure that everything has reached the disk.
  mutating func finish() throws(FileError) -> FileDigest {
    try flush()
    #if canImport(Darwin)
      // fsync on Darwin leaves data in the cache of the drive; not every file system has better.
      let synced = fcntl(descriptor, F_FULLFSYNC) == 0 || fsync(descriptor) == 0
    #else
      let synced = fsync(descriptor) == 0
    #endif
    guard synced else { throw .system(file: path, operation: "write it to disk", code: errno) }
    return FileDigest(sha256: sum.hexadecimal, byteCount: byteCount)
  }

  private mutating func append(_ bytes: UnsafeRawBufferPointer) {
    // Safe: `write` made sure that the bytes fit behind those already there.
    UnsafeMutableRawBufferPointer(rebasing: buffer[buffered...]).copyMemory(from: bytes)
    sum.update(bytes)
    buffered += bytes.count
    byteCount += bytes.count
  }

  private mutating func flush() throws(FileError) {
    let bytes = UnsafeRawBufferPointer(rebasing: buffer[..<buffered])
    buffered = 0
    try send(bytes)
  }

  private mutating func send(_ bytes: UnsafeRawBufferPointer) throws(FileError) {
    if let failure { throw failure }
    var rest = bytes[...]
    while !rest.isEmpty {
      // Darwin refuses more than 2 GiB at once.
      let piece = UnsafeRawBufferPointer(rebasing: rest.prefix(1 << 30))
      #if canImport(Darwin)
        let count = Darwin.write(descriptor, piece.baseAddress, piece.count)
      #else
        let count = Glibc.write(descriptor, piece.baseAddress, piece.count)
      #endif
      guard count >= 0 else {
        if errno == EINTR { continue }
        let error = FileError.system(file: path, operation: "write it", code: errno)
        failure = error
        throw error
      }
      rest = rest.dropFirst(count)
    }
  }
}
