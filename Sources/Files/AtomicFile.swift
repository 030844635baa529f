import Foundation

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
    var file = try PendingFile(path: path)
    try body(&file.sink)
    return try file.putInPlace()
  }

  /// Creates or replaces the file at `path` with `bytes`, as `write(to:_:)` does.
  @discardableResult
  public static func write(_ bytes: [UInt8], to path: String) throws(FileError) -> FileDigest {
    var file = try PendingFile(path: path)
    try file.sink.write(bytes)
    return try file.putInPlace()
  }

  /// Creates or replaces the file at `path` with a value as indented JSON with sorted keys and a line
  /// break, as `write(to:_:)` does.
  @discardableResult
  package static func write(json value: some Encodable, to path: String) throws -> FileDigest {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return try write([UInt8](try encoder.encode(value)) + Array("\n".utf8), to: path)
  }
}

/// A file under a temporary name in the folder where it is going to stand; unless it is put in
/// place it goes with this value.
private struct PendingFile: ~Copyable {
  /// Where its contents go.
  var sink: FileSink

  private let path: String
  private let name: String
  private let temporary: String
  private let directory: OpenFile
  /// Open as long as this value lives: its lock tells `TemporaryName.removeAbandoned` that the
  /// writer lives.
  private let file: OpenFile
  private var isInPlace = false

  init(path: String) throws(FileError) {
    let slash = path.utf8.lastIndex(of: UInt8(ascii: "/"))
    let name = slash.map { String(path[path.utf8.index(after: $0)...]) } ?? path
    let folder = slash.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
    let directory = try Self.openFolder(folder, of: path)
    let mode = try Self.permissions(replacing: name, in: directory, path: path)
    TemporaryName.removeAbandoned(beside: name, in: directory.descriptor)

    var temporary = ""
    file = try Self.create(&temporary, beside: name, in: directory, path: path)
    if let mode { fchmod(file.descriptor, mode) }
    sink = FileSink(descriptor: file.descriptor, path: path)
    self.path = path
    self.name = name
    self.temporary = temporary
    self.directory = directory
  }

  deinit {
    if !isInPlace { unlinkat(directory.descriptor, temporary, 0) }
  }

  /// Gives the file, once it is on the disk, its name.
  mutating func putInPlace() throws(FileError) -> FileDigest {
    let digest = try sink.finish()
    guard renameat(directory.descriptor, temporary, directory.descriptor, name) == 0 else {
      throw .system(file: path, operation: "put it in place", code: errno)
    }
    isInPlace = true
    // Some file systems cannot sync a folder and say EINVAL; they need no syncing.
    guard fsync(directory.descriptor) == 0 || errno == EINVAL else {
      throw .system(file: path, operation: "make its name durable", code: errno)
    }
    return digest
  }

  /// Creates a file for what is going to be `name`, and locks it.
  ///
  /// - Parameter temporary: Overwritten with the name that it has until then.
  private static func create(
    _ temporary: inout String, beside name: String, in directory: borrowing OpenFile, path: String
  ) throws(FileError) -> OpenFile {
    while true {
      temporary = TemporaryName(beside: name).text
      let descriptor = openat(
        directory.descriptor, temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
      guard descriptor >= 0 else {
        throw .system(file: path, operation: "create it", code: errno)
      }
      while flock(descriptor, LOCK_EX) != 0, errno == EINTR {}
      let file = try OpenFile(owning: descriptor, path: path)
      // Before it was locked, another writer may have taken it for abandoned and removed it.
      if file.status.st_nlink > 0 { return file }
    }
  }

  private static func openFolder(
    _ folder: String, of path: String
  ) throws(FileError) -> OpenFile {
    let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw .system(file: path, operation: "open its folder", code: errno)
    }
    return try OpenFile(owning: descriptor, path: folder)
  }

  /// The permissions of the file that is going to be replaced, or nil when there is none.
  private static func permissions(
    replacing name: String, in directory: borrowing OpenFile, path: String
  ) throws(FileError) -> mode_t? {
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
