/// A file or folder outside the database, and the digest that proves it is still the same one.
public struct FileReference: Hashable, Sendable {
  /// Absolute, so that it means the same from every working directory.
  public var path: String
  /// SHA-256 in 64 lower-case hexadecimal digits.
  public var sha256: String

  public init(path: String, sha256: String) {
    self.path = path
    self.sha256 = sha256
  }
}
