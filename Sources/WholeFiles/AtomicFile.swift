/// Files that appear whole or not at all.
public enum AtomicFile {
  /// Creates or replaces the file at `path` with what `body` writes.
  ///
  /// The contents go to a new file in the same folder, to disk, and then to their name in one
  /// step, so that a reader, a crash or a kill at any moment meets the old file or the new one,
  /// whole. The permissions of a replaced file are kept; a symbolic link is replaced itself.
  /// What a killed writer has left behind is removed by the next one to write the same file.
  ///
  /// - Returns: Digest and size of what was written.
  /// - Throws: `FileError`, or what `body` throws. The old file is then still in place, unless the
  ///   very last step fails, that of making the new name durable.
  @discardableResult
  public static func write(
    to path: String, _ body: (inout FileSink) throws -> Void
  ) throws -> FileDigest {
    var file = try FileInMaking(path: path)
    try body(&file.sink)
    return try file.putInPlace()
  }

  /// Creates or replaces the file at `path` with `bytes`, as `write(to:_:)` does.
  @discardableResult
  public static func write(_ bytes: [UInt8], to path: String) throws(FileError) -> FileDigest {
    var file = try FileInMaking(path: path)
    try file.sink.write(bytes)
    return try file.putInPlace()
  }
}
