#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// An open file descriptor that closes itself.
struct OpenFile: ~Copyable {
  let descriptor: Int32
  let status: stat

  /// Opens an ordinary file for reading. A pipe or a device is refused rather than waited for.
  static func reading(_ path: String) throws(FileError) -> OpenFile {
    // Without O_NONBLOCK, opening a pipe that nobody writes to never returns.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else {
      throw .system(file: path, operation: "open it", code: errno)
    }
    let file = try OpenFile(owning: descriptor, path: path)
    guard file.status.st_mode & S_IFMT == S_IFREG else {
      throw .notAFile(file: path, found: kind(of: file.status))
    }
    return file
  }

  /// Takes over `descriptor`, and closes it also when this fails.
  init(owning descriptor: Int32, path: String) throws(FileError) {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      let code = errno
      close(descriptor)
      throw .system(file: path, operation: "look at it", code: code)
    }
    self.descriptor = descriptor
    self.status = status
  }

  deinit {
    close(descriptor)
  }

  private static func kind(of status: stat) -> String {
    switch status.st_mode & S_IFMT {
    case S_IFDIR: "a folder"
    case S_IFIFO: "a pipe"
    case S_IFSOCK: "a socket"
    default: "a device"
    }
  }
}
