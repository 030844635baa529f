import Foundation
import RunDatabase

/// A recorded run together with its files.
public enum TrainedRun {
  /// Removes a run from the database and, where asked, its folder.
  ///
  /// The folder goes only when it really holds that run, and no process is training it.
  ///
  /// - Throws: `KitError.runIsActive`; what removing the folder throws.
  public static func delete(
    _ run: Run, from database: RunDatabase, withFiles: Bool
  ) throws {
    let exists = RunLayout.hasManifest(in: run.folder)
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
