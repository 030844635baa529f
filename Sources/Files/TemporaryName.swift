#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The name of a file that is being written: `.NAME.0123456789abcdef.partial`.
struct TemporaryName {
  let text: String

  private static let digitCount = 16
  private static let suffix = ".partial"

  /// A new name beside the file `name`.
  init(beside name: String) {
    let digits = String(UInt64.random(in: .min ... .max), radix: 16)
    let padding = String(repeating: "0", count: Self.digitCount - digits.utf8.count)
    text = ".\(name).\(padding)\(digits)\(Self.suffix)"
  }

  /// Removes files whose writer of `name` died: those that nobody has locked. A writer that has just
  /// created its file and not locked it yet finds out, and creates another.
  static func removeAbandoned(beside name: String, in directory: Int32) {
    for candidate in names(in: directory) where isTemporary(candidate, beside: name) {
      let flags = O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC
      let descriptor = openat(directory, candidate, flags)
      guard descriptor >= 0 else { continue }
      defer { close(descriptor) }
      var status = stat()
      guard
        flock(descriptor, LOCK_EX | LOCK_NB) == 0, fstat(descriptor, &status) == 0,
        status.st_mode & S_IFMT == S_IFREG
      else { continue }
      unlinkat(directory, candidate, 0)
    }
  }

  private static func isTemporary(_ candidate: String, beside name: String) -> Bool {
    let prefix = ".\(name)."
    guard
      candidate.utf8.starts(with: prefix.utf8),
      candidate.utf8.reversed().starts(with: suffix.utf8.reversed()),
      candidate.utf8.count == prefix.utf8.count + digitCount + suffix.utf8.count
    else { return false }
    let digits = candidate.utf8.dropFirst(prefix.utf8.count).prefix(digitCount)
    return digits.allSatisfy { "0123456789abcdef".utf8.contains($0) }
  }

  private static func names(in directory: Int32) -> [String] {
    // A descriptor of its own, because closedir closes it and reading moves its position.
    let descriptor = openat(directory, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return [] }
    guard let stream = fdopendir(descriptor) else {
      close(descriptor)
      return []
    }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      // Safe: d_name is a C string that stays valid until the next readdir.
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      names.append(name)
    }
    return names
  }
}
