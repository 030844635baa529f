import Files
import Foundation
import SpamTuneKit

/// The file that a report goes to. It is looked at before the long work begins, and written at the end,
/// whole or not at all.
struct ReportFile {
  let path: String

  /// An older report, or another regular file, gives way. A link, a folder and a device do not, nor does a file
  /// that the report is made from, a database, or one that stands where a model or a run keeps its own.
  ///
  /// - Parameter inputs: Paths of files that are read.
  /// - Throws: `FileError.notAFile`, `.system` where nothing can be written; `KitError.badOption`.
  init(path: String, besides inputs: [String]) throws {
    self.path = path
    let files = FileManager.default
    let kind = (try? files.attributesOfItem(atPath: path))?[.type] as? FileAttributeType
    switch kind {
    case nil, .typeRegular?: break
    case .typeSymbolicLink?: throw FileError.notAFile(file: path, found: "a symbolic link")
    case .typeDirectory?: throw FileError.notAFile(file: path, found: "a folder")
    default: throw FileError.notAFile(file: path, found: "a device or a pipe")
    }
    let place = Self.resolved(path)
    if let input = inputs.first(where: { Self.resolved($0) == place }) {
      throw KitError.badOption(
        "--output \(path) would replace the messages in \(input). Name another file.")
    }
    let folder = (absolutePath(path) as NSString).deletingLastPathComponent
    if kind != nil, RunStore.hasRun(folder) || files.fileExists(atPath: folder + "/config.json") {
      throw KitError.badOption(
        "--output \(path) would replace a file of the model or run in \(folder). Name another file."
      )
    }
    if kind != nil, Self.isDatabase(path) {
      throw KitError.badOption("--output \(path) would replace a database. Name another file.")
    }
    guard files.fileExists(atPath: folder) else {
      throw FileError.system(file: path, operation: "write it", code: ENOENT)
    }
    guard files.isWritableFile(atPath: folder) else {
      throw FileError.system(file: path, operation: "write it", code: EACCES)
    }
  }

  func write(_ text: String) throws {
    try AtomicFile.write(Array(text.utf8), to: path)
  }

  /// Whether a file begins as SQLite's do.
  private static func isDatabase(_ path: String) -> Bool {
    guard let file = FileHandle(forReadingAtPath: path) else { return false }
    defer { try? file.close() }
    return (try? file.read(upToCount: 16)) == Data("SQLite format 3\0".utf8)
  }

  private static func resolved(_ path: String) -> String {
    URL(fileURLWithPath: path).resolvingSymlinksInPath().standardizedFileURL.path
  }
}
