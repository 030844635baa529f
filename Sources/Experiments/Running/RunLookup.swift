import Files
import Foundation
import RunDatabase

/// Finds runs and models by what users call them.
public enum RunLookup {
  /// The folder of a run.
  ///
  /// - Parameters:
  ///   - nameOrFolder: A folder that holds a run, or the name of a run in the database.
  /// - Throws: `KitError.noSuchRun`.
  public static func folder(_ nameOrFolder: String, database: String) throws -> String {
    if RunLayout.hasManifest(in: nameOrFolder) {
      return absolutePath(nameOrFolder)
    }
    guard FileManager.default.fileExists(atPath: database),
      let run = try RunDatabase.openReadOnly(path: database).run(named: nameOrFolder)
    else { throw KitError.noSuchRun(nameOrFolder) }
    return run.folder
  }

  /// A run of a database that is there already.
  ///
  /// - Parameter nameOrFolder: The run's name; where no run has that name, its folder.
  /// - Throws: `KitError.noSuchRun`.
  public static func run(_ nameOrFolder: String, in database: RunDatabase) throws -> Run {
    if let run = try database.run(named: nameOrFolder) { return run }
    let recorded =
      try database.run(inFolder: nameOrFolder)
      ?? database.run(inFolder: URL(fileURLWithPath: nameOrFolder).resolvingSymlinksInPath().path)
    guard let recorded else { throw KitError.noSuchRun(nameOrFolder) }
    return recorded
  }

  /// Where a run is recorded when nobody says: for the path of a folder that holds one, the database beside
  /// that folder, if there is one; otherwise the standard place. Without a slash it is a name, whatever
  /// folders are about.
  public static func database(
    of nameOrFolder: String, standard: String = Home.standard.database
  ) -> String {
    guard nameOrFolder.contains("/"), hasRun(nameOrFolder) else { return standard }
    let folder = URL(fileURLWithPath: absolutePath(nameOrFolder)).deletingLastPathComponent()
    let beside = RunLayout.database(besideRunsIn: folder.path)
    return FileManager.default.fileExists(atPath: beside) ? beside : standard
  }

  /// Whether a folder holds a run, so that it may be resumed.
  public static func hasRun(_ folder: String) -> Bool { RunLayout.hasManifest(in: folder) }

  /// Whether a process is training the run of a folder just now.
  public static func isActive(_ folder: String) -> Bool {
    do {
      _ = try RunLock(folder: folder)
      return false
    } catch .runIsActive {
      return true
    } catch {
      return false
    }
  }

  /// The folder of the model that finished training last.
  ///
  /// - Throws: `KitError.noModel`.
  public static func newestModel(database: String) throws -> String {
    guard FileManager.default.fileExists(atPath: database),
      let run = try RunDatabase.openReadOnly(path: database).newestFinishedRun()
    else { throw KitError.noModel(database: database) }
    return run.folder
  }
}
