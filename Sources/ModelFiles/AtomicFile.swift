#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

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
  /// - Throws: `ModelFileError`, or what `body` throws. The old file is then still in place,
  ///   unless the very last step fails, that of making the new name durable.
  @discardableResult
  public static func write(
    to path: String, _ body: (inout FileSink) throws -> Void
  ) throws -> FileDigest {
    let slash = path.utf8.lastIndex(of: UInt8(ascii: "/"))
    let name = slash.map { String(path[path.utf8.index(after: $0)...]) } ?? path
    let folder = slash.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
    let directory = try openFolder(folder, of: path)
    let mode = try permissions(replacing: name, in: directory, path: path)
    // Writers begin one after another: then a file that no one has locked has no writer.
    let isAlone = flock(directory.descriptor, LOCK_EX) == 0
    TemporaryName.removeAbandoned(
      beside: name, in: directory.descriptor, includingEmpty: isAlone)

    let temporary = TemporaryName(beside: name).text
    let descriptor = openat(
      directory.descriptor, temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else {
      throw ModelFileError.system(file: path, operation: "create it", code: errno)
    }
    var isInPlace = false
    defer { if !isInPlace { unlinkat(directory.descriptor, temporary, 0) } }
    // Held until this function returns: it tells `removeAbandoned` that the writer lives.
    let file = try OpenFile(owning: descriptor, path: path)
    _ = flock(file.descriptor, LOCK_EX | LOCK_NB)
    _ = flock(directory.descriptor, LOCK_UN)
    if let mode { fchmod(file.descriptor, mode) }

    var sink = FileSink(descriptor: file.descriptor, path: path)
    try body(&sink)
    let digest = try sink.finish()
    guard renameat(directory.descriptor, temporary, directory.descriptor, name) == 0 else {
      throw ModelFileError.system(file: path, operation: "put it in place", code: errno)
    }
    isInPlace = true
    // Some file systems cannot sync a folder and say EINVAL; they need no syncing.
    guard fsync(directory.descriptor) == 0 || errno == EINVAL else {
      throw ModelFileError.system(file: path, operation: "make its name durable", code: errno)
    }
    return digest
  }

  private static func openFolder(
    _ folder: String, of path: String
  ) throws(ModelFileError) -> OpenFile {
    let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw .system(file: path, operation: "open its folder", code: errno)
    }
    return try OpenFile(owning: descriptor, path: folder)
  }

  /// The permissions of the file that is going to be replaced, or nil when there is none.
  private static func permissions(
    replacing name: String, in directory: borrowing OpenFile, path: String
  ) throws(ModelFileError) -> mode_t? {
    guard !name.isEmpty else { throw .notAFile(file: path, found: "a folder") }
    var status = stat()
    guard fstatat(directory.descriptor, name, &status, AT_SYMLINK_NOFOLLOW) == 0 else {
      guard errno == ENOENT else {
        throw .system(file: path, operation: "look at it", code: errno)
      }
      return nil
    }
    switch status.st_mode & S_IFMT {
    case S_IFREG: return status.st_mode & 0o777
    case S_IFLNK: return nil
    case S_IFDIR: throw .notAFile(file: path, found: "a folder")
    default: throw .notAFile(file: path, found: "a pipe, a socket or a device")
    }
  }
}
