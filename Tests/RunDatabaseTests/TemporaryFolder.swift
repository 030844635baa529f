import Foundation

/// A folder of a test's own that goes when the test does.
final class TemporaryFolder: Sendable {
  let path: String

  init() throws {
    path =
      FileManager.default.temporaryDirectory
      .appendingPathComponent("RunDatabaseTests-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path)
  }

  /// Where the tests keep their database.
  var database: String { path + "/runs.sqlite" }

  /// Names of the files in the folder.
  func files() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: path).sorted()
  }

  /// Whether any file of the folder holds these bytes.
  func holds(_ text: String) throws -> Bool {
    try files().contains { name in
      try Data(contentsOf: URL(fileURLWithPath: path + "/" + name))
        .range(of: Data(text.utf8)) != nil
    }
  }
}
