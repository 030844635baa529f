#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A file that cannot be read or written as a file, whatever it holds.
public enum FileError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The operating system refused; `operation` completes "cannot ...", `code` is its `errno`.
  case system(file: String, operation: String, code: Int32)
  /// The path leads to something without contents of its own: a folder, a pipe, a device.
  case notAFile(file: String, found: String)

  /// A sentence that names the file, and one that names the next step.
  public var description: String {
    switch self {
    case .system(let file, let operation, let code):
      "\(file): cannot \(operation): \(reason). \(Self.remedy(for: code))"
    case .notAFile(let file, _): "\(file): \(reason). Check the path."
    }
  }

  /// What stands in the way, without the file: part of a sentence.
  public var reason: String {
    switch self {
    case .system(_, _, let code): String(cString: strerror(code))
    case .notAFile(_, let found): "expected a file, found \(found)"
    }
  }

  private static func remedy(for code: Int32) -> String {
    switch code {
    case ENOENT, ENOTDIR, ELOOP, EISDIR: "Check the path."
    case EACCES, EPERM, EROFS: "Check the permissions of the file and of its folder."
    case ENOSPC, EDQUOT, EFBIG: "Free some space or choose another place, then try again."
    case ENAMETOOLONG: "Choose a shorter name."
    case EMFILE, ENFILE: "Raise the limit of open files (ulimit -n)."
    case ENOMEM: "Free some memory, then try again."
    default: "Check the disk, then try again."
    }
  }
}

extension FileError: ReportableError {
  package var exitClass: ExitClass { .input }
}
