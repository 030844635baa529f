import Files
import Foundation

/// A file of keys and values, in TOML or YAML, of which JSON is a part.
///
/// Only what options need is read: texts, numbers, true and false, lists of those, and tables. Anything
/// else (dates, null, aliases) is refused rather than guessed at.
package struct ConfigurationFile: Hashable, Sendable {
  /// Largest file that is read, in bytes.
  package static let byteLimit = 1 << 20
  /// How deep tables and lists may lie in each other.
  static let depthLimit = 16

  /// As it was given.
  package let path: String
  /// In the file's order in YAML, by name in TOML.
  package let entries: [ConfigurationEntry]

  /// Reads the file at `path`; its extension says the format: .toml, .yaml, .yml or .json.
  ///
  /// - Throws: `OptionsFileError`, or `FileError` when it cannot be read at all.
  package init(path: String) throws {
    self.path = path
    let read: (String, String) throws(OptionsFileError) -> [ConfigurationEntry]
    switch URL(fileURLWithPath: path).pathExtension.lowercased() {
    case "toml": read = TOMLReader.entries(of:path:)
    case "yaml", "yml", "json": read = YAMLReader.entries(of:path:)
    default: throw OptionsFileError.unknownFormat(file: path)
    }
    entries = try read(try Self.text(path), path)
  }

  private static func text(_ path: String) throws -> String {
    let file = try MappedFile(path: path)
    guard file.byteCount <= byteLimit else {
      throw OptionsFileError.tooLarge(file: path, bytes: file.byteCount)
    }
    let bytes = file.withUnsafeBytes { Array($0) }
    // The readers are written in C and C++, where a text ends at its first zero.
    if let zero = bytes.firstIndex(of: 0) {
      throw OptionsFileError.malformed(
        .init(file: path, line: line(of: zero, in: bytes)), reason: "a zero byte")
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw OptionsFileError.malformed(
        .init(file: path, line: line(of: firstInvalid(bytes), in: bytes)), reason: "not UTF-8")
    }
    return text
  }

  private static func line(of offset: Int, in bytes: [UInt8]) -> Int {
    1 + bytes.prefix(offset).count { $0 == UInt8(ascii: "\n") }
  }

  /// The offset of the first byte that belongs to no character.
  private static func firstInvalid(_ bytes: [UInt8]) -> Int {
    var decoder = UTF8()
    var iterator = bytes.makeIterator()
    var offset = 0
    while case .scalarValue(let scalar) = decoder.decode(&iterator) {
      offset += UTF8.width(scalar)
    }
    return offset
  }
}

/// A key with its value.
package struct ConfigurationEntry: Hashable, Sendable {
  package let key: String
  package let value: ConfigurationValue
  /// Where it stands, counted from 1; nil where the reader of the format does not tell.
  package let line: Int?

  package init(key: String, value: ConfigurationValue, line: Int? = nil) {
    self.key = key
    self.value = value
    self.line = line
  }
}

/// What a key of a file stands for.
package enum ConfigurationValue: Hashable, Sendable {
  case scalar(Scalar)
  case list([Scalar])
  case table([ConfigurationEntry])

  /// A value without parts.
  package enum Scalar: Hashable, Sendable {
    case boolean(Bool)
    /// A text or a number, as one would type it: "0.001", "inf", "70/10/20".
    case text(String)
  }
}
