import Foundation
import ModelFiles

/// A folder of its own for one test, removed with it.
final class TemporaryFolder: Sendable {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "/ModelFilesTests-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path)
  }

  /// The path of the file `name` in here, whether there is one or not.
  func path(_ name: String) -> String { "\(path)/\(name)" }

  /// Puts `bytes` into a file, and returns its path.
  @discardableResult
  func store(_ bytes: [UInt8], as name: String) throws -> String {
    try Data(bytes).write(to: URL(fileURLWithPath: path(name)))
    return path(name)
  }

  func contents(of name: String) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(fileURLWithPath: path(name))))
  }

  /// The names of everything in here, sorted.
  func names() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: path).sorted()
  }
}

/// The bytes of a safetensors file with this header.
func safetensors(_ header: String, data: [UInt8]) -> [UInt8] {
  safetensors(header: Array(header.utf8), data: data)
}

func safetensors(header: [UInt8], data: [UInt8]) -> [UInt8] {
  withUnsafeBytes(of: UInt64(header.count).littleEndian, Array.init) + header + data
}

/// The description of the error that `body` throws, or nil.
func complaint(_ body: () throws(ModelFileError) -> Void) -> String? {
  do {
    try body()
    return nil
  } catch {
    return error.description
  }
}
