import ClassifierModels
import Foundation

/// Names and places of the files of runs.
package enum RunLayout {
  /// The database beside a folder that holds folders of runs.
  package static func database(besideRunsIn folder: String) -> String { folder + "/runs.sqlite" }

  /// The file that says what the run of a folder is; it is replaced whole when something changes.
  package static func manifest(in folder: String) -> String { folder + "/run.json" }

  /// The file that the process working on the run locks. It is never renamed, as `run.json` is.
  package static func lock(in folder: String) -> String { folder + "/" + lockName }

  package static func checkpoints(in folder: String) -> String { folder + "/checkpoints" }

  private static let lockName = "run.lock"

  package static func hasManifest(in folder: String) -> Bool {
    FileManager.default.fileExists(atPath: manifest(in: folder))
  }

  /// Makes sure that a run can begin in a folder.
  ///
  /// - Throws: `KitError.outputHoldsRun`; `ModelFolderError.outputExists` where there is anything else but a
  ///   lock.
  package static func requireFree(_ folder: String) throws {
    guard !hasManifest(in: folder) else { throw KitError.outputHoldsRun(folder) }
    try ModelWriter.requireFree(folder, except: [lockName])
  }
}
