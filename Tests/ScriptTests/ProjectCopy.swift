import Foundation
import Testing

/// A copy of the project's scripts in a temporary folder (with a space in its name), so that what
/// they download and build stays out of the project. The folder goes with the object.
final class ProjectCopy: Sendable {
  let root: URL

  init() throws {
    root = FileManager.default.temporaryDirectory
      .appendingPathComponent("spam tune \(UUID().uuidString)").resolvingSymlinksInPath()
    let scripts = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("scripts")
    try FileManager.default.createDirectory(at: root, withIntermediateDirectories: true)
    try FileManager.default.copyItem(at: scripts, to: root.appendingPathComponent("scripts"))
  }

  deinit { try? FileManager.default.removeItem(at: root) }

  func path(_ relative: String) -> String { root.appendingPathComponent(relative).path }

  /// Nil when there is no such file.
  func bytes(_ relative: String) -> [UInt8]? {
    FileManager.default.contents(atPath: path(relative)).map(Array.init)
  }

  func text(_ relative: String) -> String? {
    bytes(relative).map { String(decoding: $0, as: UTF8.self) }
  }

  func exists(_ relative: String) -> Bool { FileManager.default.fileExists(atPath: path(relative)) }

  /// Names in a folder, in order; none when there is no such folder.
  func names(in relative: String) -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: path(relative))) ?? []).sorted()
  }

  /// Writes a file and the folders above it.
  func write(_ bytes: some Sequence<UInt8>, to relative: String, executable: Bool = false) throws {
    let url = root.appendingPathComponent(relative)
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: url)
    try FileManager.default.setAttributes(
      [.posixPermissions: executable ? 0o755 : 0o644], ofItemAtPath: url.path)
  }

  func replace(_ old: String, with new: String, in relative: String) throws {
    let before = try #require(text(relative))
    let after = before.replacingOccurrences(of: old, with: new)
    try #require(after != before, "\(relative) no longer contains \(old)")
    try write(after.utf8, to: relative, executable: true)
  }

  /// Runs a program of the copy and waits for it. The environment is `environment` and little else.
  func run(_ program: String, _ arguments: [String] = [], environment: [String: String] = [:])
    throws -> ProgramResult
  {
    try RunningProgram(path(program), arguments, folder: root, environment: environment).wait()
  }

  /// Starts a program of the copy.
  func start(_ program: String, _ arguments: [String] = [], environment: [String: String] = [:])
    throws -> RunningProgram
  {
    try RunningProgram(path(program), arguments, folder: root, environment: environment)
  }
}
