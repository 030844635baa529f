import Foundation

/// What a program left behind.
struct ProgramResult {
  var exitCode: Int32
  var output: String
  var errors: String
}

/// A child process whose output goes to files, so that no full pipe can stop it.
struct RunningProgram {
  private let process = Process()
  private let captured: URL

  /// Starts `program` in `folder` with PATH, HOME and no proxy, changed by `environment`.
  init(_ program: String, _ arguments: [String], folder: URL, environment: [String: String]) throws
  {
    captured = folder.appendingPathComponent("captured-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: captured, withIntermediateDirectories: true)
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    process.currentDirectoryURL = folder
    process.environment = [
      "PATH": "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin", "HOME": folder.path, "LC_ALL": "C",
      "NO_PROXY": "*",
    ].merging(environment) { $1 }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try Self.file(captured.appendingPathComponent("output"))
    process.standardError = try Self.file(captured.appendingPathComponent("errors"))
    try process.run()
  }

  func wait() throws -> ProgramResult {
    process.waitUntilExit()
    defer { try? FileManager.default.removeItem(at: captured) }
    return ProgramResult(
      exitCode: process.terminationStatus,
      output: try String(contentsOf: captured.appendingPathComponent("output"), encoding: .utf8),
      errors: try String(contentsOf: captured.appendingPathComponent("errors"), encoding: .utf8))
  }

  private static func file(_ url: URL) throws -> FileHandle {
    try Data().write(to: url)
    return try FileHandle(forWritingTo: url)
  }
}
