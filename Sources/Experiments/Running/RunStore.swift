import Files
import Foundation
import RunDatabase

/// Finds runs and models by what users call them, and says which database records them.
public struct RunStore: Sendable {
  /// The database that someone named; nil for none.
  private let givenDatabase: String?
  private let home: Home

  /// - Parameters:
  ///   - database: Where runs are recorded; nil for where `database(of:)` finds it.
  ///   - home: Where runs lie when nobody says.
  public init(database: String? = nil, home: Home = .standard) {
    givenDatabase = database
    self.home = home
  }

  /// The database that records a run: the one that was given; for the path of a folder that holds a run the one that
  /// its `run.json` names, or else the one beside the folder, whichever is there; else the home's. Without a slash
  /// it is a name, whatever folders are about.
  ///
  /// - Parameter nameOrFolder: Nil for no certain run.
  /// - Returns: An absolute path, whether there is a file or not.
  public func database(of nameOrFolder: String? = nil) -> String {
    guard givenDatabase == nil, let folder = nameOrFolder, folder.contains("/"),
      Self.hasRun(folder)
    else { return givenDatabase.map(absolutePath) ?? home.database }
    return database(ofRunIn: folder, named: RunIdentity(folder: folder)?.database)
  }

  /// - Parameter named: The database that the run's `run.json` names.
  func database(ofRunIn folder: String, named: String?) -> String {
    if let givenDatabase { return absolutePath(givenDatabase) }
    let parent = (absolutePath(folder) as NSString).deletingLastPathComponent
    let places = [named, RunLayout.database(besideRunsIn: parent)].compactMap(\.self)
    return places.first { FileManager.default.fileExists(atPath: $0) } ?? named ?? home.database
  }

  /// The folder of a run.
  ///
  /// - Parameter nameOrFolder: A folder that holds a run, or the name of a run in the database.
  /// - Throws: `KitError.noSuchRun`; `RunDatabaseError`.
  public func folder(of nameOrFolder: String) throws -> String {
    if Self.hasRun(nameOrFolder) { return absolutePath(nameOrFolder) }
    let database = database()
    guard FileManager.default.fileExists(atPath: database),
      let run = try RunDatabase.openReadOnly(path: database).run(named: nameOrFolder)
    else { throw KitError.noSuchRun(nameOrFolder) }
    return run.folder
  }

  /// Where a run lies, and what records it.
  ///
  /// - Throws: `KitError.noSuchRun`; `RunDatabaseError`.
  public static func locate(
    name nameOrFolder: String, database: String? = nil, home: Home = .standard
  ) throws -> (folder: String, database: String) {
    let store = RunStore(database: database, home: home)
    return (try store.folder(of: nameOrFolder), store.database(of: nameOrFolder))
  }

  /// The folder of a model: the one that is named, that of the run of this name, or, where nothing is named, the
  /// one that finished training last.
  ///
  /// - Throws: `KitError.noModel`, `.noSuchRun`; `RunDatabaseError`.
  public func model(_ nameOrFolder: String? = nil) throws -> String {
    if let nameOrFolder {
      return FileManager.default.fileExists(atPath: nameOrFolder)
        ? nameOrFolder : try folder(of: nameOrFolder)
    }
    let database = database()
    guard FileManager.default.fileExists(atPath: database),
      let run = try RunDatabase.openReadOnly(path: database).newestFinishedRun()
    else { throw KitError.noModel(database: database) }
    return run.folder
  }

  /// A run of a database that is there already.
  ///
  /// - Parameter nameOrFolder: The run's name; where no run has that name, its folder.
  /// - Throws: `KitError.noSuchRun`; `RunDatabaseError`.
  public static func record(of nameOrFolder: String, in database: RunDatabase) throws -> Run {
    if let run = try database.run(named: nameOrFolder) { return run }
    let recorded =
      try database.run(inFolder: nameOrFolder)
      ?? database.run(inFolder: URL(fileURLWithPath: nameOrFolder).resolvingSymlinksInPath().path)
    guard let recorded else { throw KitError.noSuchRun(nameOrFolder) }
    return recorded
  }

  /// Whether a folder holds a run, so that it may be resumed.
  public static func hasRun(_ folder: String) -> Bool { RunLayout.hasManifest(in: folder) }

  /// Whether a process is working on the run of a folder just now.
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

  /// Removes a run from the database and, where asked, its folder.
  ///
  /// The folder goes only when it really holds that run, and no process is working on it.
  ///
  /// - Throws: `KitError.runIsActive`; what removing the folder throws.
  public static func delete(_ run: Run, from database: RunDatabase, withFiles: Bool) throws {
    let exists = hasRun(run.folder)
    let lock = exists ? try RunLock(folder: run.folder) : nil
    try withExtendedLifetime(lock) {
      // Another run may have been given the folder since.
      if withFiles, exists, RunIdentity(folder: run.folder)?.name == run.name {
        try FileManager.default.removeItem(atPath: run.folder)
      }
      try database.delete(run.id)
    }
  }
}
