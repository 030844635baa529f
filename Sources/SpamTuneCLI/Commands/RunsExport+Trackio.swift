import Files
import Foundation
import RunDatabase
import SpamTuneKit

extension RunsExport {
  /// Writes a project for Trackio, whole or not at all. One that was exported before is replaced, one of
  /// Trackio's own never.
  func writeTrackio(_ runs: [Run], of database: RunDatabase) throws {
    guard let name = TrackioProject.fileName(of: project) else {
      throw KitError.badOption(
        "--project \(project): give letters, digits, '-' and '_', and none of the names that Trackio keeps "
          + "for itself.")
    }
    let folder =
      output ?? TrackioProject.folder(environment: ProcessInfo.processInfo.environment)
    let path = folder + "/" + name
    for log in ["-wal", "-journal"] where try Self.isFilled(path + log) {
      throw KitError.badOption(
        "\(path): another program has it open. Close Trackio, or choose another --project.")
    }
    guard TrackioProject.isOurs(path) ?? true else {
      throw KitError.badOption(
        "\(path): already there, and holds runs that were not exported by spamtune. Choose another --project."
      )
    }
    let files = FileManager.default
    try files.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let place = files.temporaryDirectory.appending(path: UUID().uuidString).path
    try files.createDirectory(atPath: place, withIntermediateDirectories: true)
    defer { try? files.removeItem(atPath: place) }
    let draft = place + "/" + name
    try TrackioProject.write(runs, of: database, to: draft)
    try AtomicFile.write([UInt8](try Data(contentsOf: URL(fileURLWithPath: draft))), to: path)
    // What belonged to the file that was replaced.
    for rest in ["-wal", "-shm"] { try? files.removeItem(atPath: path + rest) }
    note("wrote \(path): \(runs.count == 1 ? "1 run" : "\(runs.count) runs")")
  }

  private static func isFilled(_ path: String) throws -> Bool {
    guard FileManager.default.fileExists(atPath: path) else { return false }
    return (try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int ?? 0) > 0
  }
}
