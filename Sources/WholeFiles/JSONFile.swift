import Foundation

/// Writes a value as indented JSON with sorted keys, whole or not at all.
package func writeJSON(_ value: some Encodable, to path: String) throws {
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
  try AtomicFile.write(Array(try encoder.encode(value)) + Array("\n".utf8), to: path)
}

/// A path made absolute, so that it stays right when the current folder changes.
package func absolutePath(_ path: String) -> String {
  URL(fileURLWithPath: path).standardizedFileURL.path
}
