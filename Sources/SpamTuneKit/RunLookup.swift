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
    if FileManager.default.fileExists(atPath: RunPlan.path(in: nameOrFolder)) {
      return absolutePath(nameOrFolder)
    }
    guard FileManager.default.fileExists(atPath: database),
      let run = try RunDatabase.openReadOnly(path: database).run(named: nameOrFolder)
    else { throw KitError.noSuchRun(nameOrFolder) }
    return run.folder
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
